internal import CallModel
package import PluginKit
package import Simulation

/// Reads and checks a world for `assay simulate`.
///
/// All problems are found at once, each with its file, line and path.
///
/// - Parameters:
///   - text: YAML, at most 1 MiB.
///   - file: What messages call it.
///   - arrivals: the times of arrival in a file that the world names, relative to the first, or
///     why they cannot be read; it reads the disk.
/// - Returns: nil for the world if there is any error.
package func loadWorld(
  _ text: String, file: String, arrivals: @escaping (_ path: String) -> Result<[Int64], ArrivalsError>
) -> (world: World?, problems: [SettingsProblem]) {
  let document = YAMLDocument(text, file: file, environment: nil)
  guard let root = document.root else { return (nil, document.problems) }
  var settings = Settings(root, file: file, path: "")
  let world = settings.world(arrivals: arrivals)
  settings.finish()
  let problems = (document.problems + settings.problems).enumerated()
    .sorted { ($0.element.line, $0.offset) < ($1.element.line, $1.offset) }.map(\.element)
  return (problems.contains { $0.severity == .error } ? nil : world, problems)
}

/// Why a file of arrival times cannot be used.
package struct ArrivalsError: Error {
  package var message: String

  package init(_ message: String) { self.message = message }
}
