internal import CallModel

/// Gives the spans of a request new ids and times, in place.
///
/// `edit` is called once a span, in the order of the bytes. The times of a span's events move as
/// far as its start. No length changes: a field that the request does not hold, or an id of the
/// wrong length, stays as it is. Nothing is written if the request is malformed.
package func rewriteSpans(
  _ bytes: inout [UInt8], _ edit: (inout SpanIdentity) -> Void
) throws(OTLPError) {
  guard bytes.count <= UInt32.max else { throw OTLPError(ProtobufError(.tooLarge, at: 0), in: .request) }
  var spans: [SpanLayout] = []
  var place = OTLPPlace.request
  let failure: ProtobufError? = bytes.withUnsafeBytes { bytes in
    do throws(ProtobufError) {
      spans = try SpanLayout.find(in: bytes, place: &place)
      return nil
    } catch { return error }
  }
  if let failure { throw OTLPError(failure, in: place) }

  bytes.withUnsafeMutableBytes { bytes in
    for span in spans { span.rewrite(bytes, edit) }
  }
}

/// Where the fixed-size fields of one span lie; nil where a field is absent or of no such size.
private struct SpanLayout {
  var traceID: Int?
  var spanID: Int?
  var parentSpanID: Int?
  var start: Int?
  var end: Int?
  var eventTimes: [Int] = []

  static func find(
    in bytes: UnsafeRawBufferPointer, place: inout OTLPPlace
  ) throws(ProtobufError) -> [SpanLayout] {
    var spans: [SpanLayout] = []
    var request = ProtobufReader(bytes)
    while let range = try request.nextMessage(TraceField.Request.resourceSpans) {
      var resource = ProtobufReader(bytes, in: range)
      while let range = try resource.nextMessage(TraceField.ResourceSpans.scopeSpans) {
        var scope = ProtobufReader(bytes, in: range)
        while let range = try scope.nextMessage(TraceField.ScopeSpans.spans) {
          place = .span(spans.count)
          spans.append(try SpanLayout(bytes, range))
        }
      }
    }
    return spans
  }

  init(_ bytes: UnsafeRawBufferPointer, _ range: Range<UInt32>) throws(ProtobufError) {
    var span = ProtobufReader(bytes, in: range)
    while let field = try span.next() {
      switch (field.number, field.value) {
      case (TraceField.Span.traceID, .bytes(let id)): traceID = id.count == 16 ? Int(id.lowerBound) : nil
      case (TraceField.Span.spanID, .bytes(let id)): spanID = id.count == 8 ? Int(id.lowerBound) : nil
      case (TraceField.Span.parentSpanID, .bytes(let id)): parentSpanID = id.count == 8 ? Int(id.lowerBound) : nil
      case (TraceField.Span.start, .fixed64): start = span.position - 8
      case (TraceField.Span.end, .fixed64): end = span.position - 8
      case (TraceField.Span.events, .bytes(let event)):
        var event = ProtobufReader(bytes, in: event)
        while let field = try event.next() {
          guard case (TraceField.Event.time, .fixed64) = (field.number, field.value) else { continue }
          eventTimes.append(event.position - 8)
        }
      default: break
      }
    }
  }

  func rewrite(_ bytes: UnsafeMutableRawBufferPointer, _ edit: (inout SpanIdentity) -> Void) {
    func bigEndian(_ offset: Int) -> UInt64 {
      UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
    }
    func littleEndian(_ offset: Int) -> UInt64 {
      UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
    }
    func store(_ value: UInt64, at offset: Int) {
      bytes.storeBytes(of: value, toByteOffset: offset, as: UInt64.self)
    }

    var identity = SpanIdentity()
    if let traceID { identity.traceID = TraceID(high: bigEndian(traceID), low: bigEndian(traceID + 8)) }
    if let spanID { identity.spanID = SpanID(bigEndian(spanID)) }
    if let parentSpanID { identity.parentSpanID = SpanID(bigEndian(parentSpanID)) }
    if let start { identity.start = littleEndian(start) }
    if let end { identity.end = littleEndian(end) }
    let before = identity.start
    edit(&identity)

    if let traceID {
      store(identity.traceID.high.bigEndian, at: traceID)
      store(identity.traceID.low.bigEndian, at: traceID + 8)
    }
    if let spanID { store(identity.spanID.value.bigEndian, at: spanID) }
    if let parentSpanID { store(identity.parentSpanID.value.bigEndian, at: parentSpanID) }
    if let start { store(identity.start.littleEndian, at: start) }
    if let end { store(identity.end.littleEndian, at: end) }
    // Wrapping: recorded times may be anything, and the shift is exact modulo 2^64.
    let shift = identity.start &- before
    for time in eventTimes { store((littleEndian(time) &+ shift).littleEndian, at: time) }
  }
}

extension ProtobufReader {
  /// The next message, string or bytes in a field; other fields are skipped.
  fileprivate mutating func nextMessage(_ number: UInt32) throws(ProtobufError) -> Range<UInt32>? {
    while let field = try next() {
      if case .bytes(let range) = field.value, field.number == number { return range }
    }
    return nil
  }
}
