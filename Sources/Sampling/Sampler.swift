package import CallModel

/// Decides which calls are judged, and with what probability: a plain value.
///
/// A call is either in a stratum that is always judged, or it is judged if the salted hash of
/// its trace id is below the rate. Which of the two is known before the call is judged, from
/// what the call is and from the calls before it, never from a verdict and never from the hash.
/// So each call has a known probability of being judged, 1 or the rate, and the sum over the
/// judged calls of one over it is an unbiased estimate of the sum over all calls (Horvitz and
/// Thompson 1952), however the strata differ from the rest. Calls that fail more often and are
/// always judged do not push the ratio up: each stands for itself, a random one for 1/rate.
///
/// Memory is bounded: 2 KB for each of at most 1,000 routes, and a counter for each of at most
/// 500 models. Names beyond that, and the folded name `other`, are in no stratum that would
/// have to know them, so a flood of names does not get everything judged: it can claim 100
/// calls for each of the 500 models, once.
package struct Sampler: Sendable {
  static let routeLimit = 1_000
  static let modelLimit = 500
  /// So many calls of a model are always judged.
  static let newModelCalls = 100

  private struct Tails: Sendable {
    var duration = UpperTail()
    var cost = UpperTail()
  }

  private let salt: UInt64
  private var always: (error: Bool, slow: Bool, dear: Bool, newModel: Bool)
  private var routes: [Symbol: Int] = [:]
  private var tails: [Tails] = []
  private var models: [Symbol: Int] = [:]

  /// `salt` should be secret and stay the same over restarts and replicas, so that they judge
  /// the same traces.
  package init(policy: SamplingPolicy, salt: UInt64) {
    self.salt = salt
    always = Self.strata(of: policy)
  }

  /// Goes by another policy from now on, with all that it has learned.
  package mutating func adopt(_ policy: SamplingPolicy) { always = Self.strata(of: policy) }

  private static func strata(of policy: SamplingPolicy) -> (error: Bool, slow: Bool, dear: Bool, newModel: Bool) {
    (
      policy.always.contains(.error), policy.always.contains(.slow), policy.always.contains(.dear),
      policy.always.contains(.newModel)
    )
  }

  /// Takes note of a call and says what becomes of it. Every call must pass, once, in order.
  ///
  /// `probing`: the call was admitted by a throttle, which needs to know how it went.
  package mutating func decide(for call: CallRecord, probing: Bool) -> Decision {
    // All are asked whatever comes out, since each also learns from the call.
    let tail = isInTail(call)
    let isNew = isOfNewModel(call)
    let stratum: Sample.Stratum =
      if probing {
        .probe
      } else if always.error && call.outcome == .error {
        .error
      } else if always.slow && tail.slow {
        .slow
      } else if always.dear && tail.dear {
        .dear
      } else if always.newModel && isNew {
        .newModel
      } else {
        .random
      }
    return Decision(stratum: stratum, position: position(of: call))
  }

  /// Calls without a trace id must not all share one fate; a span's id does as well.
  private func position(of call: CallRecord) -> Double {
    if call.trace.isValid { return uniform(call.trace, salt: salt) }
    return uniform(TraceID(high: UInt64(bitPattern: call.start), low: call.span.value), salt: salt)
  }

  /// Whether duration and cost lie above the 99th percentile of the route's calls so far.
  private mutating func isInTail(_ call: CallRecord) -> (slow: Bool, dear: Bool) {
    guard let place = place(of: call.route) else { return (false, false) }
    let slow = call.duration.map { tails[place].duration.isAboveThenAdd($0) } ?? false
    let dear = call.cost.map { tails[place].cost.isAboveThenAdd($0.value) } ?? false
    return (slow, dear)
  }

  private mutating func place(of route: Symbol) -> Int? {
    if let place = routes[route] { return place }
    guard route != .other, tails.count < Self.routeLimit else { return nil }
    let place = tails.count
    routes[route] = place
    tails.append(Tails())
    return place
  }

  /// Whether this is one of the first calls that the model served.
  private mutating func isOfNewModel(_ call: CallRecord) -> Bool {
    let model = call.servedModel == .none ? call.model : call.servedModel
    guard model != .none, model != .other else { return false }
    let calls = models[model]
    guard calls != nil || models.count < Self.modelLimit else { return false }
    if let calls, calls >= Self.newModelCalls { return false }
    models[model] = (calls ?? 0) + 1
    return true
  }
}
