internal import ArgumentParser
internal import JSON
internal import Simulation

/// Measures the sequential detector in the worlds that it is specified by.
struct DetectorBands: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "detector-bands",
    abstract: "Measures how often the sequential detector alarms for nothing, and how soon it finds a shift.",
    discussion: """
      One JSON object a band on standard output. Exit status: 0 all hold, 1 one does not. With all its days a band takes \
      seconds to minutes.
      """)

  @Argument(help: "The bands: A1 to A12; all of them if none is named.")
  var bands: [String] = []

  @Option(help: "Fewer days than a band is stated for; bounds on alarms shrink with them.")
  var days: Int?

  @Option(help: "Where the random numbers begin.")
  var seed: UInt64 = 1

  @Option(help: "How many changes are tried where delays are measured.")
  var shifts = 500

  func validate() throws {
    for band in bands where !DetectorWorlds.bands.contains(band) {
      throw ValidationError("there is no band '\(band)'; known: \(DetectorWorlds.bands.joined(separator: ", "))")
    }
    if let days, !(1...100_000).contains(days) { throw ValidationError("--days must lie between 1 and 100000") }
    guard (1...100_000).contains(shifts) else { throw ValidationError("--shifts must lie between 1 and 100000") }
  }

  func run() throws {
    var holds = true
    for band in bands.isEmpty ? DetectorWorlds.bands : bands {
      guard let report = DetectorWorlds.run(band: band, days: days, seed: seed, shifts: shifts) else { continue }
      printNow("\(report.json)")
      holds = holds && report.holds
    }
    if !holds { throw ExitCode(1) }
  }
}
