internal import CallModel
internal import Ingest
internal import Storage

/// Hands calls whose content is there to the judge, and tells the index where that content lies.
struct JudgeDesk: Sendable {
  let symbols: Symbols
  let references: ReferenceBook
  let judge: JudgeStage
  let index: IndexStage

  func hand(_ judgements: CallAssembly.Judgements, _ selection: Selection) {
    var tasks: [JudgeTask] = []
    for judgement in judgements {
      let parts = judgement.parts
      if !parts.isEmpty { index.push(.parts(parts.map { $0.stored(for: judgement.facts.id) })) }
      switch judgement.source {
      case .fresh(let pending):
        add(pending.record, id: pending.id, selection.inForce(pending.choices), parts, to: &tasks) {
          let call = pending.call(with: parts, symbols: symbols)
          return .read(call.with(references.answers(to: call.input)))
        }
      case .again(let memory):
        add(memory.record, id: memory.id, selection.inForce(memory.choices), parts, to: &tasks) {
          .stored(memory, parts: parts)
        }
      }
      if tasks.count == Self.together { offer(&tasks) }
    }
    offer(&tasks)
  }

  /// So many calls are handed over at once: few enough that what they hold together is no matter.
  private static let together = 64

  private func offer(_ tasks: inout [JudgeTask]) {
    judge.offer(tasks)
    tasks.removeAll(keepingCapacity: true)
  }

  private func add(
    _ record: CallRecord, id: Int64, _ choices: [JudgeTask.Choice], _ parts: [AssembledPart],
    to tasks: inout [JudgeTask], _ content: () -> JudgeTask.Content
  ) {
    guard !choices.isEmpty else { return }
    // Reading the content is the dear part, and wasted on a queue that is full.
    guard judge.hasRoom(for: choices) else { return judge.refuse(choices) }
    let size = parts.reduce(Int(record.source.count)) { $0 + $1.bytes.count }
    tasks.append(
      JudgeTask(id: id, record: record, content: content(), size: size, choices: choices, held: judge.held))
  }
}

extension Selection {
  /// The same choices, by the evaluators that have taken the places of those that were chosen: a
  /// call may have waited over a reload.
  fileprivate func inForce(_ choices: [JudgeTask.Choice]) -> [JudgeTask.Choice] {
    if choices.allSatisfy({ choice in entries.contains { $0.bench === choice.bench } }) { return choices }
    return choices.compactMap { choice in
      entries.first { $0.bench.name == choice.bench.name }.map { .init(bench: $0.bench, sample: choice.sample) }
    }
  }
}
