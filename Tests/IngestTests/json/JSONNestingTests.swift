import CallModel
import Glibc
import OTLP
import Synchronization
import Testing

@testable import Ingest

/// How deep lists and maps may nest within one attribute, and what that costs.
@Suite struct JSONNestingTests {
  private func nested(_ depth: Int, inMaps: Bool) -> String {
    let before = inMaps ? #"{"kvlistValue":{"values":[{"key":"k","value":"# : #"{"arrayValue":{"values":["#
    let after = inMaps ? "}]}}" : "]}}"
    return String(repeating: before, count: depth) + #"{"intValue":1}"# + String(repeating: after, count: depth)
  }

  /// A span with such a value in an event and in an attribute of its own.
  private func request(_ depth: Int, inMaps: Bool) -> String {
    let attributes = #""attributes":[{"value":\#(nested(depth, inMaps: inMaps))}]"#
    return jsonRequest(
      span: #"""
        "traceId":"0102030405060708090a0b0c0d0e0f10","spanId":"0102030405060708",
        "events":[{\#(attributes)}],\#(attributes)
        """#)
  }

  @Test(arguments: [true, false]) func nestingIsBounded(inMaps: Bool) throws {
    #expect(try Decoded(protobuf(request(AnyValue.deepest, inMaps: inMaps))).batch.rejectedSpans == 0)
    for depth in [AnyValue.deepest + 1, 90] {
      let error = try #require(refusal(request(depth, inMaps: inMaps)))
      #expect(error.code == .tooDeep)
      #expect(error.path.hasPrefix("resourceSpans[0].scopeSpans[0].spans[0].attributes[0].value."))
    }
    // Here the bound of JSON itself comes first.
    #expect(refusal(request(100_000, inMaps: inMaps))?.code == .malformed)
  }

  @Test(arguments: [true, false]) func theDeepestValueFitsASmallStack(inMaps: Bool) throws {
    let (deepest, deeper) = (
      request(AnyValue.deepest, inMaps: inMaps), request(AnyValue.deepest + 1, inMaps: inMaps)
    )
    #expect(
      onStack(of: 512 << 10) {
        refusal(deepest) == nil && refusal(deeper)?.code == .tooDeep
      })
  }

  /// Runs a piece of work on a thread with a stack of so many bytes; the cooperative pool has
  /// 512 KiB.
  private func onStack(of size: Int, _ work: @escaping @Sendable () -> Bool) -> Bool {
    let job = Job(work)
    var attributes = pthread_attr_t()
    pthread_attr_init(&attributes)
    defer { pthread_attr_destroy(&attributes) }
    pthread_attr_setstacksize(&attributes, size)
    var thread = pthread_t()
    let status = pthread_create(
      &thread, &attributes,
      { argument in
        if let argument { Unmanaged<Job>.fromOpaque(argument).takeRetainedValue().run() }
        return nil
      }, Unmanaged.passRetained(job).toOpaque())
    return status == 0 && pthread_join(thread, nil) == 0 && job.succeeded.load(ordering: .acquiring)
  }
}

private final class Job: Sendable {
  let succeeded = Atomic(false)
  private let work: @Sendable () -> Bool

  init(_ work: @escaping @Sendable () -> Bool) { self.work = work }
  func run() { succeeded.store(work(), ordering: .releasing) }
}
