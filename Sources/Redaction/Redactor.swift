internal import Glibc
internal import OTLP
internal import Patterns

/// Masks texts in OTLP requests, in place: no length and no offset changes, neither in bytes nor
/// in code points.
///
/// It masks the values of attributes (also nested ones), the bodies of logs, the messages of
/// statuses and the names of spans. Keys of attributes, names of events and scopes, ids, trace
/// state, schema URLs, values of type `bytes` and numbers stay.
package struct Redactor: Sendable {
  /// What a request holds, in protobuf.
  package enum Request: Sendable {
    /// `ExportTraceServiceRequest`
    case traces
    /// `ExportLogsServiceRequest`
    case logs
  }

  /// How long the patterns may search in one request, in nanoseconds; what is not searched by
  /// then is masked whole.
  package static let searchTime: Int64 = 2_000_000_000

  let shapes: Shapes
  let patterns: [Pattern]
  private let clock: @Sendable () -> Int64

  /// - Parameter clock: Nanoseconds of a clock that never goes back; it bounds the searches.
  package init(
    rules: [RedactionRule], clock: @escaping @Sendable () -> Int64 = { steadyNanoseconds() }
  ) {
    shapes = Shapes(rules)
    patterns = rules.compactMap { if case .pattern(let pattern) = $0 { pattern } else { nil } }
    self.clock = clock
  }

  /// Whether there is nothing to do.
  package var isEmpty: Bool { shapes.isEmpty && patterns.isEmpty }

  /// Whether patterns of a user's own are searched for, which may take up to `searchTime`.
  package var mayTakeLong: Bool { !patterns.isEmpty }

  /// Masks a request. Of one that is malformed it masks what it can read, and says so.
  package func mask(_ request: inout [UInt8], _ kind: Request) -> RedactionCount {
    guard !isEmpty else { return RedactionCount() }
    return request.withUnsafeMutableBytes { mask($0, kind) }
  }

  /// Masks a request in memory that belongs to the caller.
  package func mask(_ request: UnsafeMutableRawBufferPointer, _ kind: Request) -> RedactionCount {
    guard !isEmpty else { return RedactionCount() }
    var walk = RequestWalk(request, masking: TextMask(self, deadline: clock() &+ Self.searchTime, clock: clock))
    walk.request(kind)
    return walk.mask.count
  }

  /// Masks one text.
  package func mask(_ text: String) -> (text: String, count: RedactionCount) {
    var bytes = Array(text.utf8)
    var mask = TextMask(self, deadline: clock() &+ Self.searchTime, clock: clock)
    if !isEmpty { bytes.withUnsafeMutableBufferPointer { mask.mask($0) } }
    return (String(decoding: bytes, as: UTF8.self), mask.count)
  }
}

/// The nanoseconds of `CLOCK_MONOTONIC`.
package func steadyNanoseconds() -> Int64 {
  var time = timespec()
  clock_gettime(CLOCK_MONOTONIC, &time)
  return Int64(time.tv_sec) &* 1_000_000_000 &+ Int64(time.tv_nsec)
}
