internal import CallModel
internal import Storage

/// By which spans and traces the latest calls are found, in two generations: when the younger one holds
/// `generation` calls it becomes the older one, and what was in that is forgotten.
///
/// A span is its 8 bytes alone, since some senders name no trace: who asks compares the trace.
struct RecentSpans: Sendable {
  /// What is known of a trace.
  struct Calls: Sendable {
    var last: Int64
    var isOnly: Bool
  }

  private struct Generation: Sendable {
    var spans: [UInt64: Int64] = [:]
    var parents: [UInt64: Int64] = [:]
    var traces: [TraceID: Calls] = [:]
    var count = 0
  }

  let generation: Int
  private var young = Generation()
  private var old = Generation()

  init(generation: Int) { self.generation = max(1, generation) }

  /// Enters a call; of one span, or under one parent, the later call counts.
  mutating func add(_ call: CallIdentity) {
    if young.count >= generation {
      old = young
      young = Generation()
    }
    young.count += 1
    young.spans[call.span.value] = call.id
    if call.parent.isValid { young.parents[call.parent.value] = call.id }
    let isOnly = young.traces[call.trace] == nil
    young.traces[call.trace] = Calls(last: call.id, isOnly: isOnly)
  }

  func call(of span: SpanID) -> Int64? { young.spans[span.value] ?? old.spans[span.value] }

  /// The last call whose parent is that span.
  func lastCall(under span: SpanID) -> Int64? { young.parents[span.value] ?? old.parents[span.value] }

  func calls(of trace: TraceID) -> Calls? {
    guard var calls = young.traces[trace] else { return old.traces[trace] }
    if old.traces[trace] != nil { calls.isOnly = false }
    return calls
  }
}
