package import CallModel

extension ThrottleBoard {
  /// May this call go now? All that has a say is asked: budgets, then throttles, then limits.
  ///
  /// The strictest decision wins (deny > reject > degrade > delay > admit), and all reasons are
  /// listed, the strictest first. A person's override beats throttles; it beats budgets and
  /// limits only if it says so. The limits are charged only if the call goes, so that one which is
  /// turned away uses nothing up.
  ///
  /// - Parameters:
  ///   - randomID: becomes the answer's id if the request has none.
  ///   - budgets: what they said, in the configuration's order.
  package func admit(
    _ request: AdmissionRequest, randomID: String, budgets: [AdmissionFinding], limits: inout LimitBook,
    at now: Nanoseconds
  ) -> Admission {
    let throttled = admit(request, randomID: randomID, at: now)
    let findings = budgets + limits.findings(for: request, at: now)
    let isBeaten = !findings.isEmpty && override(for: request.dimensions, at: now)?.beatsBudgets == true
    let admission = isBeaten ? throttled : compose(throttled, with: findings)
    if admission.decision.goes { limits.charge(request, at: now) }
    return admission
  }
}

/// The strictest of a throttle's answer and of what budgets and limits say.
///
/// Of equally strict ones a budget goes before a throttle, and a throttle before a limit. Whoever
/// is turned away for several reasons is told to wait for the last of them; one that no waiting
/// helps makes that moot.
package func compose(_ throttled: Admission, with findings: [AdmissionFinding]) -> Admission {
  if findings.isEmpty { return throttled }
  var admission = throttled
  for finding in findings where !admission.throttles.contains(finding.name) {
    admission.throttles.append(finding.name)
  }
  let strictest = findings.max { $0.decision < $1.decision }?.decision ?? .admit
  admission.decision = max(throttled.decision, strictest)
  guard admission.decision != .admit else {
    // Only shadows have spoken: the throttle's own word stays, if it has one.
    if throttled.cause == "none" {
      admission.cause = "shadow"
      admission.reason = findings.map(\.reason).joined(separator: "; ")
    }
    return admission
  }
  var said: [AdmissionFinding] = findings
  if throttled.cause != "none" {
    let own = AdmissionFinding(
      name: "", decision: throttled.decision, reason: throttled.reason, cause: throttled.cause,
      retryAfter: throttled.retryAfter, model: throttled.model)
    said.insert(own, at: findings.firstIndex { $0.cause == "limit" } ?? findings.count)
  }
  // Stable, so that the order of evaluation decides between equals.
  let ordered = said.enumerated().sorted {
    $0.element.decision != $1.element.decision
      ? $0.element.decision > $1.element.decision : $0.offset < $1.offset
  }.map(\.element)
  admission.cause = ordered.first?.cause ?? throttled.cause
  admission.reason = ordered.map(\.reason).joined(separator: "; ")
  let refusals = ordered.filter { !$0.decision.goes }
  admission.retryAfter = refusals.contains { $0.retryAfter == nil } ? nil : refusals.compactMap(\.retryAfter).max()
  admission.model = admission.decision == .degrade ? ordered.first { $0.decision == .degrade }?.model : nil
  return admission
}
