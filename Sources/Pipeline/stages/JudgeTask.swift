internal import CallModel
internal import Ingest

/// A call on its way to the evaluators that judge it.
final class JudgeTask: Sendable {
  struct Choice: Sendable {
    let bench: EvaluatorBench
    let sample: Sample
  }

  enum Content: Sendable {
    case read(LLMCall)
    /// In the journal, with parts from beside it: the call was judged before, and these came late.
    case stored(JudgedMemory, parts: [AssembledPart])
  }

  let id: Int64
  let record: CallRecord
  let content: Content
  /// Bytes that it keeps in memory.
  let size: Int
  let choices: [Choice]
  /// Counts it as long as anybody keeps it.
  private let held: HeldBytes

  init(id: Int64, record: CallRecord, content: Content, size: Int, choices: [Choice], held: HeldBytes) {
    self.id = id
    self.record = record
    self.content = content
    self.size = size
    self.choices = choices
    self.held = held
    held.add(size)
  }

  deinit { held.release(size) }

  /// Whether its verdicts take the place of earlier ones.
  var isAgain: Bool { if case .stored = content { true } else { false } }
}
