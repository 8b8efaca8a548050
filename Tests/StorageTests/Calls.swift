import CallModel
import Storage

let symbols = Symbols()

/// The bytes that the names of `call` lie in.
let callBytes = text("tenant-1 user-é key-9 conversation-7 ")

/// A call with every column filled.
func call(_ number: Int, at arrival: Nanoseconds = newYear) -> CallRecord {
  var call = CallRecord()
  call.trace = TraceID(high: 0xfedc_ba98_7654_3210, low: UInt64(number))
  call.span = SpanID(.max - UInt64(number))
  call.parent = SpanID(3)
  call.arrival = arrival
  call.start = arrival - .seconds(2)
  call.duration = .seconds(1)
  call.timeToFirstToken = .milliseconds(250)
  call.route = symbols.routes.intern("checkout")
  call.provider = symbols.providers.intern("openai")
  call.model = symbols.models.intern("gpt-4o-mini")
  call.servedModel = symbols.models.intern("gpt-4o-mini-2024-07-18")
  call.errorType = symbols.errors.intern("timeout")
  call.tenant = ByteRange(offset: 0, count: 8)
  call.user = ByteRange(offset: 9, count: 7)
  call.key = ByteRange(offset: 17, count: 5)
  call.conversation = ByteRange(offset: 23, count: 14)
  call.operation = .embeddings
  call.outcome = .truncated
  call.finish = .length
  call.isStreaming = true
  call.usage = TokenUsage(input: 1, output: 2, cacheRead: 3, cacheWrite: 4, reasoning: 5)
  call.cost = NanoDollars(123)
  call.source = ByteRange(offset: 5, count: 10)
  call.resource = ByteRange(offset: 1, count: 2)
  return call
}

func indexed(
  _ id: Int64, firstCall: Int64 = 1, calls: [CallRecord] = [], fingerprints: [UInt64] = [],
  received: Nanoseconds = newYear
) -> IndexedBatch<[UInt8]> {
  IndexedBatch(
    id: id, received: received, digest: UInt64(id) &* 1_000_003, spans: calls.count, fingerprints: fingerprints,
    firstCall: firstCall, calls: calls, body: callBytes)
}

func changes(_ batches: [IndexedBatch<[UInt8]>] = [], verdicts: [JudgedCall] = []) -> IndexChanges<[UInt8]> {
  var changes = IndexChanges<[UInt8]>()
  changes.batches = batches
  changes.verdicts = verdicts
  return changes
}

func judged(_ call: Int64, _ evaluator: String = "grounded", _ verdict: Verdict = .pass) -> JudgedCall {
  JudgedCall(
    call: call, evaluator: evaluator, verdict: verdict, sample: Sample(stratum: .random, inclusion: 0.1), at: newYear)
}
