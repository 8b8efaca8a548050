/// The few figures that the tour shows, read from `/metrics` as a person would.
struct MetricsText {
  /// p50, p95 and p99 of the busiest series, in seconds.
  private(set) var quantiles: [Double] = []
  private(set) var dollars = 0.0

  init(_ text: String) {
    var series: [Substring: [Double]] = [:]
    var counts: [Substring: Double] = [:]
    for line in text.split(separator: "\n") where !line.hasPrefix("#") {
      guard let space = line.lastIndex(of: " "), let value = Double(line[line.index(after: space)...]) else { continue }
      let name = line[..<space]
      if name.hasPrefix("assay_spend_dollars_total{") { dollars += value }
      guard name.hasPrefix("assay_call_duration_seconds") else { continue }
      if let at = name.firstRange(of: ",quantile=") {
        series[name[..<at.lowerBound].drop { $0 != "{" }, default: []].append(value)
      } else if name.hasPrefix("assay_call_duration_seconds_count") {
        counts[name.drop { $0 != "{" }.dropLast()] = value
      }
    }
    let busiest = series.max { (counts[$0.key] ?? 0) < (counts[$1.key] ?? 0) }
    quantiles = busiest?.value.filter { !$0.isNaN } ?? []
  }

  /// `p50 0.12 s  p95 0.31 s  p99 0.37 s  spend $0.0132`
  var summary: String {
    let names = ["p50", "p95", "p99"]
    let times = zip(names, quantiles).map { "\($0) \(decimal($1, places: 2)) s" }.joined(separator: "  ")
    return times + "  spend $" + decimal(dollars, places: 4)
  }
}

private func decimal(_ value: Double, places: Int) -> String {
  var scale = 1
  for _ in 0..<places { scale *= 10 }
  let scaled = Int((value * Double(scale)).rounded())
  let fraction = String(scaled % scale)
  return "\(scaled / scale)." + String(repeating: "0", count: places - fraction.count) + fraction
}
