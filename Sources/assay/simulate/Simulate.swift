internal import ArgumentParser
internal import Glibc
internal import JSON
internal import PluginKit
internal import ServiceConfig
internal import Simulation

struct Simulate: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Plays a world of callers, providers and evaluators with the service's own throttles in the loop.",
    discussion: """
      The world is a file such as config/worlds/silent-drop.yaml; docs/simulate.md says what it may hold. The same world \
      and seed give the same run. Exit status: 0 every band under expect holds, 1 one does not, 2 the world is wrong.
      """)

  @Argument(help: "The world.")
  var world: String

  @Option(help: "How many seeds to play; figures are their medians.")
  var seeds = 1

  @Flag(help: "One JSON object a line on standard output, and nothing else.")
  var json = false

  @Option(help: ArgumentHelp("Writes a picture of the first seed's run.", valueName: "file"))
  var svg: String?

  @Flag(help: "Without alerts, throttles and gateway: what would have happened.")
  var withoutControl = false

  func validate() throws {
    guard (1...10_000).contains(seeds) else { throw ValidationError("--seeds must lie between 1 and 10000") }
  }

  func run() throws {
    guard let text = readWorldFile(world, atMost: 1 << 20) else {
      printError("\(world): it cannot be read, or is larger than 1 MiB")
      throw ExitCode(2)
    }
    let folder = world.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/")
    let loaded = loadWorld(text, file: world) { path in
      readArrivals(path.hasPrefix("/") || folder.isEmpty ? path : "\(folder)/\(path)")
    }
    for problem in loaded.problems { printError(problem.description) }
    guard let world = loaded.world else { throw ExitCode(2) }
    let report = WorldReport(world, seeds: seeds, control: withoutControl ? .none : .full)
    if json {
      for line in report.lines { printNow(line.text()) }
    } else {
      printNow(report.table)
    }
    if let svg, let first = report.outcomes.first, !writeFile(picture(of: first, world: world), to: svg) {
      printError("\(svg): it cannot be written")
      throw ExitCode(2)
    }
    if !report.holds { throw ExitCode(1) }
  }
}

/// A file as text; nil if it cannot be read or is too large.
private func readWorldFile(_ path: String, atMost limit: Int) -> String? {
  guard let file = fopen(path, "re") else { return nil }
  defer { fclose(file) }
  var bytes = [UInt8](repeating: 0, count: limit + 1)
  let count = fread(&bytes, 1, bytes.count, file)
  guard count <= limit, ferror(file) == 0 else { return nil }
  return String(decoding: bytes[..<count], as: UTF8.self)
}

private func writeFile(_ text: String, to path: String) -> Bool {
  guard let file = fopen(path, "we") else { return false }
  var text = text
  let written = text.withUTF8 { fwrite($0.baseAddress, 1, $0.count, file) == $0.count }
  return fclose(file) == 0 && written
}
