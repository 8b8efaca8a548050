internal import ArgumentParser

struct Anomalies: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Finds anomalies of a series, row by row as it would have live.",
    discussion: """
      SERIES.csv holds a row a line: a timestamp (2014-04-01 00:00:00, RFC 3339, or a number since 1970) and a number. \
      A first line of names is optional; with it the columns are those called timestamp and value, else the first \
      and the second.

      Exit status: 0 no anomaly, 1 at least one, 2 wrong usage, or rows that cannot be read (the others are judged).
      """)

  @Argument(help: "The series; - is standard input.")
  var series: String

  @Option(help: ArgumentHelp("The column of the numbers, by its name or its place from 1.", valueName: "column"))
  var column: String?

  @Option(help: ArgumentHelp("The column of the timestamps, likewise.", valueName: "column"))
  var timeColumn: String?

  @Flag(
    help: """
      One JSON object a row on standard output, and nothing else: timestamp, value, score (null while too little is \
      known; above 0.25 is out), anomaly (true where an alarm is raised).
      """)
  var json = false

  func run() throws {
    var report = AnomalyReport(isJSON: json, name: series == "-" ? "standard input" : series)
    var file = SeriesFile(path: series, timeColumn: timeColumn, valueColumn: column)
    do throws(SeriesFile.Failure) {
      try file.read { report.take($0) }
    } catch {
      report.flush()
      printError(error.description)
      throw ExitCode(2)
    }
    let code = report.finish()
    if code != 0 { throw ExitCode(code) }
  }
}
