package import CallModel

extension BudgetChange {
  /// The line of the audit that it leaves; its shares are those of the calls that go to the
  /// model which they ask for.
  package var audit: AuditEntry {
    let acts = mode == .enforce && then != .warn
    let figures = "\(used.spelled) of \(limit.spelled) used"
    let (action, from, to, evidence): (String, Double, Double, String) =
      switch kind {
      case .warned(let part): ("warn", 1, 1, "\(figures): \(percent(part)) reached.")
      case .forecast(let moment):
        ("forecast", 1, 1, "\(figures): all of it at \(UTCCalendar.spell(moment)) if it goes on as in this period.")
      case .exceeded: ("exceed", 1, acts ? 0 : 1, "\(figures).")
      case .restored: ("restore", acts ? 0 : 1, 1, "\(figures): there is money again.")
      }
    return AuditEntry(
      at: at, subject: "budget", action: action, actor: budget, scope: account, enforcement: mode, from: from, to: to,
      evidence: evidence)
  }

  /// Hundredths of a percent as people write them.
  private func percent(_ part: Int) -> String {
    let hundredths = part % 100
    if hundredths == 0 { return "\(part / 100) %" }
    return "\(part / 100).\(hundredths < 10 ? "0" : "")\(hundredths) %"
  }
}
