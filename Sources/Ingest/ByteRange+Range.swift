internal import CallModel
internal import OTLP

extension ByteRange {
  init(_ range: Range<UInt32>) {
    self.init(offset: range.lowerBound, count: range.upperBound - range.lowerBound)
  }

  /// The range, cut where it would pass what 32 bits can address.
  var range: Range<UInt32> {
    let (end, overflow) = offset.addingReportingOverflow(count)
    return offset..<(overflow ? UInt32.max : end)
  }
}
