package import CallModel

/// The alerts of a configuration as a Prometheus rule file (Prometheus 2.42, recording and alerting rules).
///
/// Each alert is a group of its own: what its value is recorded as, and the alert upon it. A rule by or
/// over dimensions that no metric bears, or of a kind that PromQL cannot say, becomes a rule on
/// `assay_alert_firing`. Rules from outside are left out: they are Prometheus' own.
package struct RuleFile: Sendable {
  /// How many rules became alerts over windows, alerts on `assay_alert_firing`, or nothing.
  package private(set) var counts = (windows: 0, firing: 0, external: 0)
  /// YAML, ready to be written to a file.
  package private(set) var text = ""

  package init(_ rules: [AlertRule], _ options: RuleOptions) {
    var groups = ""
    var outside: [String] = []
    for rule in rules {
      let group: RuleGroup
      switch RuleCondition(rule, options) {
      case .window(let condition):
        group = RuleGroup(rule, condition, options)
        counts.windows += 1
      case .firing:
        group = RuleGroup(firing: rule, options)
        counts.firing += 1
      case .external:
        outside.append(rule.name)
        counts.external += 1
        continue
      }
      groups += group.text
    }
    text = "# The alerts of Assay's configuration, printed by `assay rules`. Change the configuration, not this file.\n"
    for name in outside { text += "# Left out: \(name) comes from Prometheus in the first place.\n" }
    text += groups.isEmpty ? "groups: []\n" : "groups:\n" + groups
  }
}
