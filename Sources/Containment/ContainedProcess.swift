package import PluginKit
internal import Synchronization

/// A program that runs contained; giving it up ends it.
package final class ContainedProcess: HostProcess {
  /// What of the containment holds for it.
  package let report: ContainmentReport
  private let child: Child
  /// With it ends the thread that serves the pipes.
  private let owner: ContainedPrograms

  init(_ child: Child, _ report: ContainmentReport, of owner: ContainedPrograms) {
    self.child = child
    self.owner = owner
    self.report = report
  }

  deinit { child.abandon() }

  package func write(_ bytes: [UInt8]) async throws(HostError) { try await child.write(bytes).get() }

  package func closeInput() { child.closeInput() }

  package func read() async throws(HostError) -> [UInt8]? { try await child.read().get() }

  package func kill() { child.kill() }

  package func exit() async -> ProgramExit { await child.exit() }

  package var residentSize: Int { child.state.withLock { $0.residentSize } }

  package var processID: Int? { child.state.withLock { $0.process.map(Int.init) } }

  package var containment: ProgramContainment? {
    ProgramContainment(
      holds: ContainmentReport.parts.filter { report.contains($0.part) }.map(\.name),
      lacks: ContainmentReport.parts.filter {
        !report.contains($0.part) && !($0.part == .network && child.limits.network)
      }
      .map(\.name))
  }
}
