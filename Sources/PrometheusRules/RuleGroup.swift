internal import CallModel

/// One alert with its recordings, as lines of a rule file.
struct RuleGroup {
  private(set) var text: String

  /// An alert that Prometheus evaluates over a window of its own.
  init(_ rule: AlertRule, _ condition: WindowCondition, _ options: RuleOptions) {
    let selector = PromQL.selector([PromQL.equal("alert", rule.name)])
    text = Self.head(rule)
    for recording in [condition.value, condition.samples].compactMap(\.self) {
      text += "      - record: \(recording.name)\n" + Self.block("expr", recording.expression)
      text += "        labels: { alert: \(yaml(rule.name)) }\n"
    }
    var expression = "\(condition.value.name)\(selector) > \(condition.threshold)"
    if let samples = condition.samples { expression += "\nand\n\(samples.name)\(selector) >= \(rule.minSamples)" }
    text += Self.alert(
      rule, expression: expression, holdFor: rule.holdFor, keepFor: max(rule.holdFor, rule.window / 10),
      summary: condition.summary, options)
  }

  /// An alert that repeats what Assay says. It has waited for `for` already.
  init(firing rule: AlertRule, _ options: RuleOptions) {
    let selector = PromQL.selector([PromQL.equal("alert", rule.name)])
    text =
      Self.head(rule)
      + Self.alert(
        rule, expression: "sum by (alert, route, provider, model) (assay_alert_firing\(selector)) > 0", holdFor: 0,
        keepFor: 0, summary: "{{ $value }} scopes of this alert fire in Assay", options)
  }

  private static func head(_ rule: AlertRule) -> String { "  - name: \(yaml("assay " + rule.name))\n    rules:\n" }

  private static func alert(
    _ rule: AlertRule, expression: String, holdFor: Nanoseconds, keepFor: Nanoseconds, summary: String,
    _ options: RuleOptions
  ) -> String {
    var text = "      - alert: \(yaml(rule.name))\n" + block("expr", expression)
    if holdFor > 0 { text += "        for: \(PromQL.duration(holdFor))\n" }
    // Assay's own alert resolves no sooner either.
    if keepFor > 0 { text += "        keep_firing_for: \(PromQL.duration(keepFor))\n" }
    let acts = rule.throttle != nil && rule.mode == .enforce
    text += "        labels: { severity: \(acts ? "critical" : "warning"), alert: \(yaml(rule.name)) }\n"
    text += "        annotations:\n          summary: \(yaml(summary))\n"
    text += "          description: \(yaml(description(rule, acts: acts)))\n"
    text += "          assay: \(yaml(plain(options.address + "/api/alerts")))\n"
    return text
  }

  private static func description(_ rule: AlertRule, acts: Bool) -> String {
    let scope = rule.on.clauses.isEmpty ? "" : " of \(plain("\(rule.on)"))"
    let by = rule.by.isEmpty ? "" : " by \(rule.by.map(\.rawValue).joined(separator: ", "))"
    let follows =
      rule.throttle == nil
      ? "" : acts ? ", and Assay throttles callers by it" : ", and Assay records whom it would throttle"
    return "The alert is Assay's rule \(plain(rule.name)): \(rule.signal.name)\(scope)\(by)\(follows)."
  }

  /// A text in an annotation, which is a template, as it stands.
  private static func plain(_ text: String) -> String {
    text.replacing("{{", with: "{{ \"{{\" }}")
  }

  /// A key with lines as they stand (YAML 1.2.2, 8.1.2).
  private static func block(_ key: String, _ lines: String) -> String {
    let indented = lines.split(separator: "\n").map { "          \($0)\n" }.joined()
    return "        \(key): |-\n" + indented
  }
}

/// A text in double quotes (YAML 1.2.2, 7.3.1).
private func yaml(_ text: String) -> String {
  PromQL.quoted(text)
}
