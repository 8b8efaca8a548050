internal import CallModel

/// The families with each name once and each series once, as every format demands.
///
/// A name that comes twice gives one family where it came first, if kind and labels agree;
/// else the later one is left out. Of a series that comes twice the first is kept: Prometheus
/// would reject the second anyway, and promtool the whole document. A point that its family's
/// kind does not admit is left out.
func distinct(_ families: [MetricFamily]) -> [MetricFamily] {
  var result: [MetricFamily] = []
  var places: [String: Int] = [:]
  for family in families {
    guard let place = places[family.name] else {
      places[family.name] = result.count
      result.append(family)
      continue
    }
    if result[place].kind == family.kind, result[place].labels == family.labels {
      result[place].points += family.points
    }
  }
  for place in result.indices {
    let kind = result[place].kind
    if !result[place].points.allSatisfy({ kind.admits($0.value) }) {
      result[place].points.removeAll { !kind.admits($0.value) }
    }
    var seen = Set<[String]>(minimumCapacity: result[place].points.count)
    if !result[place].points.allSatisfy({ seen.insert($0.labelValues).inserted }) {
      seen.removeAll(keepingCapacity: true)
      result[place].points.removeAll { !seen.insert($0.labelValues).inserted }
    }
  }
  return result
}
