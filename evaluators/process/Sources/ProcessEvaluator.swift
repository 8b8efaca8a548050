internal import CallModel
internal import PluginKit
internal import PluginProtocol

/// Asks a program, or several of it side by side, for the verdict on each call.
struct ProcessEvaluator: Evaluator {
  private let workers: [PluginProgram]
  let revision: String?

  init(_ settings: ProgramSettings, host: any Host) {
    workers = (0..<settings.workers).map { _ in
      PluginProgram(settings.program, hello: settings.hello, limits: settings.limits, host: host)
    }
    revision = settings.written
  }

  func start() async {
    await withTaskGroup(of: Void.self) { group in
      for worker in workers { group.addTask { await worker.start() } }
    }
  }

  func stop() async {
    await withTaskGroup(of: Void.self) { group in
      for worker in workers { group.addTask { await worker.stop() } }
    }
  }

  var health: PluginHealth? { .merged(workers.map(\.health)) }

  func judge(_ calls: [LLMCall]) async -> [Verdict] {
    guard workers.count > 1, calls.count > 1 else { return await judge(calls[...], workers[0]) }
    // Neighbours go to the same worker: a few long lines of writing beat many short ones.
    let share = (calls.count + workers.count - 1) / workers.count
    return await withTaskGroup(of: (Int, [Verdict]).self) { group in
      for (place, start) in stride(from: 0, to: calls.count, by: share).enumerated() {
        let part = calls[start..<min(start + share, calls.count)]
        group.addTask { [worker = workers[place]] in (start, await judge(part, worker)) }
      }
      var parts: [(start: Int, verdicts: [Verdict])] = []
      for await (start, verdicts) in group { parts.append((start, verdicts)) }
      return parts.sorted { $0.start < $1.start }.flatMap(\.verdicts)
    }
  }

  private func judge(_ calls: ArraySlice<LLMCall>, _ worker: PluginProgram) async -> [Verdict] {
    await worker.ask(calls.map { .call($0) }).map(\.verdict)
  }
}

extension PluginReply {
  /// The reply as a verdict: what is none is an error, never a pass.
  fileprivate var verdict: Verdict {
    switch self {
    case .verdict(let verdict): verdict
    case .failed(let failure): failure.verdict
    case .delivered, .refused: .error("the plugin answered like an exporter", label: "plugin_protocol")
    }
  }
}
