internal import CallModel

extension [UInt8] {
  /// Appends an exemplar to a sample without its end of line (OpenMetrics 1.0, exemplars).
  ///
  /// Names and values of its labels are 63 code points, of 128 that are allowed. The time is in
  /// seconds with three decimals: Prometheus keeps milliseconds.
  mutating func append(exemplar: Exemplar) {
    append(contentsOf: " # {trace_id=\"".utf8)
    append(hexadecimal: exemplar.trace.high)
    append(hexadecimal: exemplar.trace.low)
    if exemplar.span.isValid {
      append(contentsOf: "\",span_id=\"".utf8)
      append(hexadecimal: exemplar.span.value)
    }
    append(contentsOf: "\"} ".utf8)
    append(number: exemplar.value)
    append(UInt8(ascii: " "))
    let milliseconds = UInt64(clamping: exemplar.at) / 1_000_000
    append(decimal: milliseconds / 1_000)
    append(UInt8(ascii: "."))
    for unit in [100, 10, 1] as [UInt64] {
      append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: milliseconds / unit % 10))
    }
  }

  /// Appends sixteen digits.
  mutating func append(hexadecimal value: UInt64) {
    for shift in stride(from: UInt64(60), through: 0, by: -4) {
      let digit = UInt8(truncatingIfNeeded: value >> shift & 0xF)
      append(digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10)
    }
  }
}
