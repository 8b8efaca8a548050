internal import HTTPTypes
internal import Hummingbird
package import JSON
internal import Pipeline
internal import PluginKit

/// `GET /api/plugins`: what is loaded, where it comes from, and how its program is doing.
struct PluginRoutes: Sendable {
  let pipeline: Pipeline
  let roster: PluginRoster

  func add(to router: Router<AssayContext>) {
    router.endpoint("/api/plugins", [.get: { _, _ in list() }])
  }

  private func list() -> Response {
    var health: [PluginRoster.Entry.Kind: [String: PluginHealth]] = [:]
    for (name, found) in pipeline.evaluatorHealth() { health[.evaluator, default: [:]][name] = found }
    for (name, found) in pipeline.exporterHealth() { health[.exporter, default: [:]][name] = found }
    var queues: [String: Int] = [:]
    for (name, waiting) in pipeline.evaluatorQueues() { queues[name] = waiting }
    return .json([
      "plugins": .array(
        roster.entries.map { entry in
          entry.json(health[entry.kind]?[entry.name], waiting: entry.kind == .evaluator ? queues[entry.name] : nil)
        })
    ])
  }
}

extension PluginRoster.Entry {
  /// What is known before it runs: `name`, `kind`, `plugin`, `from`, `folder`, `path`.
  package var members: [(key: String, value: JSON)] {
    [
      ("name", .string(name)), ("kind", .string(kind.rawValue)), ("plugin", .string(plugin)),
      ("folder", .optional(folder)), ("path", .optional(path)),
    ]
  }

  /// - Parameter waiting: calls that wait for its turn, before those that wait for its program.
  func json(_ health: PluginHealth?, waiting: Int?) -> JSON {
    let queued = (waiting ?? 0) + (health?.queued ?? 0)
    return .object(
      JSONObject(
        members + [
          ("queued", waiting == nil && health == nil ? .null : JSON(queued)), ("program", health?.json ?? .null),
        ]))
  }
}

extension PluginHealth {
  /// Ends in a row from which on a program is said to be in a loop of crashes.
  static let loop = 3

  /// In a word: `idle`, `starting`, `running`, `restarting`, `crash_loop` or `stopped`.
  var word: String {
    switch state {
    case .ready: "running"
    case .down, .starting: failures >= Self.loop ? "crash_loop" : failures > 0 ? "restarting" : "starting"
    case .idle: "idle"
    case .stopped: "stopped"
    }
  }

  fileprivate var json: JSON {
    let holds = containment?.holds.map { JSON.string($0) } ?? []
    let lacks = containment?.lacks.map { JSON.string($0) } ?? []
    return [
      "state": .string(word), "name": .optional(name), "version": .optional(version),
      "pids": .array(processIDs.map { JSON($0) }), "in_flight": JSON(inFlight), "answers": JSON(answers),
      "timeouts": JSON(timeouts), "restarts": JSON(restarts), "faults": JSON(faults),
      "resident_bytes": JSON(residentSize), "last_problem": .optional(lastProblem),
      "containment": containment == nil ? .null : ["holds": .array(holds), "lacks": .array(lacks)],
    ]
  }
}
