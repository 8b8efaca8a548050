public import CallModel
public import PluginKit

/// Items that a push exporter is handed.
public enum CannedItems {
  /// 2026-01-01 00:00 UTC.
  static let at: Nanoseconds = .seconds(1_767_225_600)

  /// A verdict of each kind on a call, with everything that a verdict can have.
  public static var verdicts: [JudgedAnswer] {
    let verdicts: [Verdict] = [
      .pass, .fail("the output matches 'as an ai' at 7..<21", score: 0.25, label: "forbidden", evidence: [7..<21]),
      .skip("there is no context"), .error("no verdict within 2000 ms", label: "timeout"),
    ]
    return verdicts.map { answer("no-refusal", $0) }
  }

  /// A verdict by an evaluator of that name.
  public static func answer(_ evaluator: String, _ verdict: Verdict = .pass) -> JudgedAnswer {
    JudgedAnswer(
      trace: TraceID(high: 0x5b8e_fff7_9803_8103, low: 0xd269_b633_813f_c60c), span: SpanID(0xeee1_9b7e_c3c1_b174),
      dimensions: CannedCalls.grounded.dimensions, evaluator: evaluator, verdict: verdict,
      sample: Sample(stratum: .random, inclusion: 0.1), at: at)
  }

  /// An alert of that name that fires.
  public static func firing(_ alert: String, route: String = "support") -> AlertChange {
    AlertChange(
      alert: alert, scope: Scope([.route, .model], of: Dimensions(route: route, model: "gpt-4o-mini")),
      signal: .failRatio(evaluator: "no-refusal"), from: .pending, to: .firing, at: at,
      evidence: SignalValue(value: 0.42, lower: 0.31, upper: 0.54, samples: 80), threshold: 0.1)
  }

  /// An alert in every state that there is, on both signals, and with figures that are no numbers.
  public static var alerts: [AlertChange] {
    var changes: [AlertChange] = []
    for state in [AlertState.pending, .firing, .resolved, .inactive] {
      var change = firing("answers-refused")
      change.to = state
      changes.append(change)
      change.signal = .latency(quantile: 0.95)
      change.scope = .everything
      change.evidence = SignalValue(value: nil, samples: 0)
      change.threshold = .infinity
      changes.append(change)
    }
    return changes
  }

  /// One item of each kind, and some that nobody expects.
  public static var everyKind: [ExportItem] {
    let odd = CannedCalls.odd.map { answer($0.output, .fail($0.output, score: .nan, label: $0.output)) }
    return [
      .snapshot(CannedSnapshots.empty), .snapshot(CannedSnapshots.everyKind), .verdicts(verdicts), .verdicts(odd),
    ] + alerts.map { .alert($0) } + [.alert(firing("\u{0}\"\n😀", route: "a,b=*%"))]
  }

  /// The same, of one kind.
  static func items(_ kind: ExportItem.Kind) -> [ExportItem] { everyKind.filter { $0.kind == kind } }

  /// An item of that kind that can be found again by the name in it.
  static func marked(_ kind: ExportItem.Kind, _ name: String) -> ExportItem {
    switch kind {
    case .snapshot: .snapshot(CannedSnapshots.label(name))
    case .verdicts: .verdicts([answer(name)])
    case .alerts: .alert(firing(name))
    }
  }
}
