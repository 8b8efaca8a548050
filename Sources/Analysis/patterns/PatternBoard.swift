internal import CallModel

/// Watches calls for the patterns by which money is known to run away.
///
/// A value, not a lock; a few table look-ups a call. Each pattern states its bound.
package struct PatternBoard: Sendable {
  private var retries = RetryLoops()
  private var duplicates = DuplicateRequests()
  private var answers = LongerAnswers()
  private var contexts = GrowingContext()

  package init() {}

  /// What a call, in the order of arrival, completes.
  package mutating func observe(_ call: PatternCall) -> [PatternFinding] {
    var call = call
    // Sums with a length of time must not overflow.
    call.at = min(max(0, call.at), Int64.max / 4)
    var found: [PatternFinding] = []
    let caller = Fingerprint(call.caller ?? "")
    var routeAndCaller = Fingerprint(call.route ?? "")
    if let prompt = call.prompt, call.caller != nil {
      let key = caller.value ^ prompt.value
      if let finding = retries.observe(call, key: key) { found.append(finding) }
      if let finding = duplicates.observe(call, key: key, caller: caller.value) { found.append(finding) }
    }
    let route = routeAndCaller.value
    routeAndCaller.add(call.caller ?? "")
    if let finding = answers.observe(call, key: routeAndCaller.value) { found.append(finding) }
    if let conversation = call.conversation {
      var key = routeAndCaller
      key.add(conversation)
      if let finding = contexts.observe(call, key: key.value, route: route) { found.append(finding) }
    }
    return found
  }
}
