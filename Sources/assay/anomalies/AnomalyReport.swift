internal import Analysis
internal import Evaluation
internal import JSON
internal import Series

/// Judges a series and writes what comes out: a line a row for programs, a line an incident for people.
struct AnomalyReport {
  private static let mostFlaws = 20

  private let isJSON: Bool
  private let name: String
  private var detector = SeriesDetector()
  private var incidents = SeriesIncidents()
  private var rows = 0
  private var alarms = 0
  private var flaws = 0
  private var output = BufferedOutput()

  init(isJSON: Bool, name: String) {
    self.isJSON = isJSON
    self.name = name
  }

  mutating func take(_ row: Result<SeriesRow, SeriesFlaw>) {
    switch row {
    case .success(let row): judge(row)
    case .failure(let flaw):
      flaws += 1
      if flaws <= Self.mostFlaws { printError("\(name):\(flaw.line): \(flaw.reason)".printable(atMost: 600)) }
    }
  }

  /// Writes what is left, and says the exit status.
  mutating func finish() -> Int32 {
    if !isJSON {
      if let last = incidents.finish() { write(last) }
      output.write("\(alarms) \(alarms == 1 ? "incident" : "incidents") in \(rows) rows\n")
    }
    output.flush()
    if flaws > Self.mostFlaws { printError("\(name): and \(flaws - Self.mostFlaws) more") }
    if rows == 0, flaws == 0 { printError("\(name): there are no rows") }
    if flaws > 0 || rows == 0 { return 2 }
    return alarms > 0 ? 1 : 0
  }

  mutating func flush() { output.flush() }

  private mutating func judge(_ row: SeriesRow) {
    let judgement = detector.next(row.value, at: row.time)
    rows += 1
    if judgement.isAlarm { alarms += 1 }
    if isJSON {
      output.write("{\"timestamp\":")
      writeText(row.timestamp)
      output.write(",\"value\":\(row.value),\"score\":")
      if let score = judgement.surprise?.score {
        output.write("\((score * 1e4).rounded() / 1e4)")
      } else {
        output.write("null")
      }
      output.write(judgement.isAlarm ? ",\"anomaly\":true}\n" : ",\"anomaly\":false}\n")
    } else if let over = incidents.take(judgement, at: row.timestamp) {
      write(over)
    }
  }

  private mutating func writeText(_ bytes: ArraySlice<UInt8>) {
    // A timestamp as the reader takes it has neither quotes nor control characters.
    output.write("\"")
    output.write(bytes)
    output.write("\"")
  }

  private mutating func write(_ incident: SeriesIncident) {
    output.write(incident.description.printable(atMost: 600) + "\n")
    output.flush()
  }
}
