import CallModel
import Testing

@testable import OTLP

@Suite struct RewriteSpansTests {
  private func request(_ spans: [SpanIdentity]) -> [UInt8] {
    var request = ProtobufWriter()
    request.message(1) { group in
      group.message(2) { scope in
        for span in spans {
          scope.message(2) { writer in
            writer.bytes(1, bigEndian(span.traceID.high) + bigEndian(span.traceID.low))
            writer.bytes(2, bigEndian(span.spanID.value))
            if span.parentSpanID.isValid { writer.bytes(4, bigEndian(span.parentSpanID.value)) }
            writer.string(5, "name")
            writer.fixed64(7, span.start)
            writer.fixed64(8, span.end)
            writer.attribute(9, "key", "value")
            writer.message(11) { event in
              event.fixed64(1, span.start &+ 5)
              event.string(2, "event")
            }
          }
        }
      }
    }
    return request.bytes
  }

  private func bigEndian(_ value: UInt64) -> [UInt8] { withUnsafeBytes(of: value.bigEndian) { Array($0) } }

  private let first = SpanIdentity(
    traceID: TraceID(high: 1, low: 2), spanID: SpanID(3), parentSpanID: SpanID(4), start: 100, end: 200)
  private let second = SpanIdentity(traceID: TraceID(high: 5, low: 6), spanID: SpanID(7), start: 300, end: 400)

  @Test func idsAndTimesAreReplacedAndEventsShifted() throws {
    var bytes = request([first, second])
    var seen: [SpanIdentity] = []
    func edit(_ span: SpanIdentity) -> SpanIdentity {
      SpanIdentity(
        traceID: TraceID(high: span.traceID.high + 1000, low: ~span.traceID.low),
        spanID: SpanID(span.spanID.value + 50),
        parentSpanID: span.parentSpanID.isValid ? SpanID(span.parentSpanID.value + 50) : .invalid,
        start: span.start + 1_000_000, end: span.end + 1_000_007)
    }
    try rewriteSpans(&bytes) { span in
      seen.append(span)
      span = edit(span)
    }
    #expect(seen == [first, second])
    #expect(bytes == request([edit(first), edit(second)]))
  }

  @Test func whatIsAbsentStaysAbsent() throws {
    var bytes = request([second])
    try rewriteSpans(&bytes) { $0.parentSpanID = SpanID(9) }
    #expect(bytes == request([second]))
    var odd: [UInt8] = [0x0a, 9, 0x12, 7, 0x12, 5, 0x0a, 3, 1, 2, 3]
    try rewriteSpans(&odd) { $0.traceID = TraceID(high: 9, low: 9) }
    #expect(odd == [0x0a, 9, 0x12, 7, 0x12, 5, 0x0a, 3, 1, 2, 3])
  }

  @Test func timesMayGoBackOrWrap() throws {
    var bytes = request([first])
    try rewriteSpans(&bytes) { $0.start = 0 }
    var moved = first
    moved.start = 0
    #expect(bytes == request([moved]))
    try rewriteSpans(&bytes) { $0.start = .max }
    moved.start = .max
    #expect(bytes == request([moved]))
  }

  @Test func aMalformedRequestIsLeftAlone() throws {
    let whole = request([first, second])
    for count in 1..<whole.count {
      var bytes = Array(whole.prefix(count))
      #expect(throws: OTLPError.self) { try rewriteSpans(&bytes) { $0.start = 1 } }
      #expect(bytes == Array(whole.prefix(count)))
    }
  }
}
