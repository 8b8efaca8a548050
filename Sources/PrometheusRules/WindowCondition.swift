internal import CallModel

/// A rule as Prometheus evaluates it over a window of its own: what is recorded, and when it is too much.
struct WindowCondition {
  /// A recording rule; its series bear the label `alert`, so that those of two rules never meet.
  struct Recording {
    var name: String
    var expression: String
  }

  /// The signal.
  var value: Recording
  /// How many samples it rests on; nil where one is enough.
  var samples: Recording?
  /// What `above` is compared with, in the unit of the recorded value.
  var threshold: Double
  /// A sentence with `{{ $value }}` in it.
  var summary: String
}

extension AlertRule {
  /// `sum by (route, model)`; without dimensions everything is one sum.
  func sum(_ expression: String, extra: [String] = []) -> String {
    let labels = extra + by.map(\.rawValue)
    return labels.isEmpty ? "sum(\(expression))" : "sum by (\(labels.joined(separator: ", "))) (\(expression))"
  }

  /// The name of a recording, `level:metric:operation` as Prometheus' practice has it.
  func recordName(_ metric: String, _ operation: String) -> String {
    let level = by.isEmpty ? "all" : by.map(\.rawValue).joined(separator: "_")
    return "\(level):\(metric):\(operation)\(PromQL.duration(window))"
  }

  /// What a counter grew by over the rule's window, summed by the rule's dimensions.
  func growth(of counter: String, _ matchers: [String]) -> String {
    sum("increase(\(counter)\(PromQL.selector(matchers))[\(PromQL.duration(window))])")
  }
}
