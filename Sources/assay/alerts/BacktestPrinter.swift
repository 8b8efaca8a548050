internal import CallModel
internal import JSON
internal import Pipeline
internal import PluginKit

/// Writes what a backtest has found to standard output, for people or for programs.
struct BacktestPrinter {
  let isJSON: Bool

  func print(_ report: BacktestReport) {
    for firing in report.firings { printNow(isJSON ? firing.fields(report).text() : firing.line(report)) }
    if report.unlisted > 0, !isJSON { printNow("… and \(report.unlisted) more") }
    for rule in report.rules { printNow(isJSON ? rule.fields.text() : rule.line) }
    printNow(
      isJSON
        ? report.fields.text()
        : "\(report.calls) calls and \(report.verdicts) verdicts from \(report.from.timestamp) to \(report.to.timestamp)"
    )
  }
}

extension BacktestReport.Firing {
  fileprivate func line(_ report: BacktestReport) -> String {
    let end = until.map { "for \(written($0 - since))" } ?? "and still fires, for \(written(report.to - since))"
    let value = evidence.value.map { ", value \(short($0)), at most \(short(peak ?? $0))" } ?? ""
    let turned = turnedAway >= 0.5 ? ", \(Int(turnedAway.rounded())) of them turned away" : ""
    return
      "\(since.timestamp) \(alert) fires \(end), for \(scope)\(value), on \(evidence.samples) samples; \(calls) calls"
      + turned
  }

  fileprivate func fields(_ report: BacktestReport) -> JSON {
    [
      "event": "firing", "alert": .string(alert), "scope": .string("\(scope)"), "since_ns": JSON(since),
      "until_ns": until.map { JSON($0) } ?? .null, "seconds": JSON(((until ?? report.to) - since).inSeconds),
      "value": evidence.value.map { JSON($0) } ?? .null, "peak": peak.map { JSON($0) } ?? .null,
      "samples": JSON(Int64(evidence.samples)), "calls": JSON(Int64(calls)), "turned_away": JSON(turnedAway),
    ]
  }
}

extension BacktestReport.Rule {
  fileprivate var line: String {
    if rule.signal == .external { return "\(rule.name): comes from outside, of which nothing is recorded" }
    if fired == 0 { return "\(rule.name): never fires" }
    let turned = rule.throttle == nil ? "" : ", \(Int(turnedAway.rounded())) of them turned away"
    return
      "\(rule.name): fires \(fired) \(fired == 1 ? "time" : "times"), for \(written(firing)) in all; \(calls) calls"
      + turned
  }

  fileprivate var fields: JSON {
    [
      "event": "rule", "alert": .string(rule.name), "signal": .string(rule.signal.name), "fired": JSON(Int64(fired)),
      "firing_seconds": JSON(firing.inSeconds), "calls": JSON(Int64(calls)), "turned_away": JSON(turnedAway),
    ]
  }
}

extension BacktestReport {
  fileprivate var fields: JSON {
    [
      "event": "summary", "from_ns": JSON(from), "to_ns": JSON(to), "calls": JSON(Int64(calls)),
      "verdicts": JSON(Int64(verdicts)), "unlisted": JSON(Int64(unlisted)),
    ]
  }
}

/// A length of time in its two largest units: `2d 3h`, `4m 10s`.
private func written(_ length: Nanoseconds) -> String {
  let seconds = max(0, length) / 1_000_000_000
  let parts = [(seconds / 86_400, "d"), (seconds / 3_600 % 24, "h"), (seconds / 60 % 60, "m"), (seconds % 60, "s")]
  let shown = parts.drop { $0.0 == 0 }.prefix(2)
  return shown.isEmpty ? "0s" : shown.map { "\($0.0)\($0.1)" }.joined(separator: " ")
}

/// Three decimals at most.
private func short(_ value: Double) -> String { "\((value * 1_000).rounded() / 1_000)" }
