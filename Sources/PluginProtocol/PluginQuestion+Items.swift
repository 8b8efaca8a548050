package import CallModel
package import JSON
internal import PluginKit

extension PluginQuestion {
  /// An alert that changed its state, for an exporter to send on.
  package static func alert(_ change: AlertChange) -> PluginQuestion {
    .item(name: "alert", .object(JSONObject(change.members)))
  }

  /// Everything measured at one moment, for an exporter to send on: `at`, and `series`, a list.
  package static func snapshot(_ snapshot: MetricsSnapshot) -> PluginQuestion {
    let series = snapshot.families.flatMap { family in
      family.points.map { JSON.object(JSONObject(family.members(of: $0))) }
    }
    return .item(
      name: "snapshot",
      .object(JSONObject([("at", .string(snapshot.at.timestamp)), ("series", .array(series))])))
  }
}

extension AlertChange {
  /// The change as JSON; what is not known is left out, and null is for what is no number.
  package var members: [(key: String, value: JSON)] {
    var members: [(key: String, value: JSON)] = [
      ("at", .string(at.timestamp)), ("alert", .string(alert)), ("scope", .string("\(scope)")),
      ("signal", .string(signal.name)), ("from", .string(from.rawValue)), ("to", .string(to.rawValue)),
    ]
    let figures = [("value", evidence.value), ("lower", evidence.lower), ("upper", evidence.upper)]
    members += figures.compactMap { key, value in value.map { (key: key, value: JSON($0)) } }
    return members + [("samples", JSON(evidence.samples)), ("threshold", JSON(threshold))]
  }
}

extension MetricFamily {
  /// One series as JSON: `name`, `labels`, and its value or those of its distribution.
  package func members(of point: MetricPoint) -> [(key: String, value: JSON)] {
    let named = zip(labels, point.labelValues).filter { !$0.1.isEmpty }
    var members: [(key: String, value: JSON)] = [
      ("name", .string(name)),
      ("labels", .object(JSONObject(named.map { (key: $0.0, value: .string($0.1)) }))),
    ]
    switch point.value {
    case .number(let value): members.append(("value", JSON(value)))
    case .summary(let quantiles, let sum, let count):
      members += [("sum", JSON(sum)), ("count", JSON(count))]
      members.append(
        ("quantiles", .object(JSONObject(quantiles.map { (key: "\($0.quantile)", value: JSON($0.value)) }))))
    case .histogram(let histogram, _):
      members += [
        ("sum", JSON(histogram.sum)), ("count", JSON(histogram.count)), ("zero_count", JSON(histogram.zeroCount)),
        ("scale", JSON(ExponentialHistogram.schema)), ("offset", JSON(histogram.offset)),
        ("buckets", .array(histogram.counts.map { JSON($0) })),
      ]
    }
    return members
  }
}
