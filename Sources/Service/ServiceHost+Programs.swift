internal import Containment
package import PluginKit
internal import Synchronization

extension ServiceHost {
  package func spawn(_ program: HostProgram) async throws(HostError) -> any HostProcess {
    let name = program.folder.flatMap { $0.split(separator: "/").last }.map(String.init) ?? program.command.first ?? ""
    let process = try await programs.contained.spawn(program) { line in log(.info, "\(name): \(line)") }
    if let sentence = programs.firstSentence(about: process.report, network: program.limits.network) {
      log(process.report.contains(.processes) ? .info : .warning, sentence)
    }
    return process
  }

  /// Files and folders that no program sees which starts from now on: the configuration, the store, keys.
  ///
  /// Where the kernel allows; `docs/decisions/0011-containment.md`.
  package func hide(_ paths: [String]) { programs.contained.hide(paths) }
}

/// The programs of all plugins.
final class Programs: Sendable {
  let contained = ContainedPrograms()
  private let told = Mutex<Set<String>>([])

  /// What holds of the containment; nil where that was said before.
  func firstSentence(about report: ContainmentReport, network: Bool) -> String? {
    var report = report
    // Granted, not missing.
    if network { report.insert(.network) }
    let sentence = "programs of plugins are contained; \(report)"
    return told.withLock { $0.insert(sentence).inserted } ? sentence : nil
  }
}
