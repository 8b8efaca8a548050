import CallModel

@testable import Sampling

/// SplitMix64: the same numbers in every run.
struct Numbers: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  mutating func trace() -> TraceID { TraceID(high: next(), low: next()) }

  mutating func chance(_ probability: Double) -> Bool { Double.random(in: 0..<1, using: &self) < probability }
}

func makeCall(
  _ trace: TraceID, route: UInt32 = 2, model: UInt32 = 2, outcome: Outcome = .ok, duration: Nanoseconds? = nil,
  cost: Int64? = nil
) -> CallRecord {
  var call = CallRecord()
  call.operation = .chat
  call.trace = trace
  call.route = Symbol(id: route)
  call.model = Symbol(id: model)
  call.outcome = outcome
  call.duration = duration
  call.cost = cost.map { NanoDollars($0) }
  return call
}

/// Only the hash decides: no call is in a stratum that is always judged.
let randomOnly = SamplingPolicy(rate: 0.1, always: [])

/// A sampler behind a reference, since an expectation cannot change a value.
final class Stream {
  var sampler: Sampler

  init(policy: SamplingPolicy, salt: UInt64 = 1) { sampler = Sampler(policy: policy, salt: salt) }

  func decide(_ call: CallRecord, probing: Bool = false) -> Decision { sampler.decide(for: call, probing: probing) }
}

/// The same for an upper tail.
final class TailStream {
  var tail = UpperTail()

  func isAbove(_ value: Int64) -> Bool { tail.isAboveThenAdd(value) }
}
