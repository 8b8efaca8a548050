package import CallModel
import Synchronization

/// The service's measurements of itself: `assay_ingest_*`, `assay_queue_*`, `assay_storage_*`,
/// `assay_evaluator_*`.
///
/// Whoever measures asks once for its counters and gauges and keeps them; changing one is a
/// single atomic operation. The lock here is taken only to make instruments and to read them
/// all. Names are constants of our code; label values come from the configuration at most, and
/// a name has at most `labelSets` sets of them: further ones share the set `other`.
package final class Instruments: Sendable {
  private enum Instrument: Sendable {
    case counter(Counter)
    case gauge(Gauge)

    var value: Double {
      switch self {
      case .counter(let counter): counter.value
      case .gauge(let gauge): gauge.value
      }
    }
  }

  private struct Family: Sendable {
    /// Name, help, kind and labels, without points.
    var description: MetricFamily
    /// In the order in which they were asked for.
    var order: [[String]] = []
    var instruments: [[String]: Instrument] = [:]
  }

  private struct Families: Sendable {
    var order: [String] = []
    var named: [String: Family] = [:]
  }

  private let labelSets: Int
  private let families = Mutex(Families())

  package init(labelSets: Int = 1_000) { self.labelSets = labelSets }

  /// The counter of a name and label values; the same one each time.
  ///
  /// `unit`: how many of what is added make one of what is shown (`Counter.init`). A name that
  /// is already a gauge, or has other labels, is a mistake in our code: it stops a debug build,
  /// and a release build counts it nowhere.
  package func counter(
    _ name: String, help: String, labels: KeyValuePairs<String, String> = [:], unit: Double = 1
  ) -> Counter {
    let found = instrument(name, help, .counter, labels) { .counter(Counter(unit: unit)) }
    if case .counter(let counter) = found { return counter }
    assertionFailure("\(name) is measured in two ways")
    return Counter(unit: unit)
  }

  /// The gauge of a name and label values; the same one each time. See `counter`.
  package func gauge(_ name: String, help: String, labels: KeyValuePairs<String, String> = [:]) -> Gauge {
    let found = instrument(name, help, .gauge, labels) { .gauge(Gauge()) }
    if case .gauge(let gauge) = found { return gauge }
    assertionFailure("\(name) is measured in two ways")
    return Gauge()
  }

  /// All families with their values now.
  package func snapshot() -> [MetricFamily] {
    families.withLock { families in
      families.order.compactMap { families.named[$0] }.map { family in
        var result = family.description
        result.points = family.order.compactMap { values in
          family.instruments[values].map { MetricPoint(labelValues: values, value: .number($0.value)) }
        }
        return result
      }
    }
  }

  /// Nil if the name is in use for something else.
  private func instrument(
    _ name: String, _ help: String, _ kind: MetricFamily.Kind, _ labels: KeyValuePairs<String, String>,
    make: () -> Instrument
  ) -> Instrument? {
    let keys = labels.map(\.key)
    var values = labels.map(\.value)
    return families.withLock { families in
      let description = MetricFamily(name: name, help: help, kind: kind, labels: keys, points: [])
      if families.named[name] == nil { families.order.append(name) }
      var family = families.named[name] ?? Family(description: description)
      guard family.description.kind == kind, family.description.labels == keys else { return nil }
      if family.instruments[values] == nil, family.order.count >= labelSets {
        values = values.map { _ in "other" }
      }
      if let instrument = family.instruments[values] { return instrument }
      let instrument = make()
      family.instruments[values] = instrument
      family.order.append(values)
      families.named[name] = family
      return instrument
    }
  }
}
