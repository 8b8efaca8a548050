internal import CallModel
internal import Ingest
internal import Storage

/// Takes verdicts into what is measured; one on a call that was judged before takes the place of
/// the earlier one.
struct Revision: Sendable {
  let index: IndexReader
  let measured: Measured
  let loop: ControlLoop

  /// For the judge's thread: the earlier verdict is read from the index, which for a call that waited
  /// for late content has it long since.
  func record(_ judgement: Judgement) {
    record(judgement, inPlaceOf: judgement.isAgain ? earlier(judgement) : nil)
  }

  /// - Parameter earlier: the verdict that it replaces; nil if it is the first.
  func record(_ judgement: Judgement, inPlaceOf earlier: JudgedCall?) {
    if let earlier {
      measured.record(judgement, inPlaceOf: earlier.verdict, of: earlier.at)
      // A throttle has learned from the call already.
      if earlier.verdict.kind == .pass || earlier.verdict.kind == .fail { return }
    } else {
      measured.record(judgement)
    }
    loop.observe(judgement)
  }

  private func earlier(_ judgement: Judgement) -> JudgedCall? {
    (try? index.read { try $0.verdicts(of: judgement.id) })?.first { $0.evaluator == judgement.evaluator }
  }
}

extension JournalReader {
  /// A call with its content, read again; nil if it is gone.
  func call(_ memory: JudgedMemory, parts: [AssembledPart], symbols: Symbols) -> LLMCall? {
    guard let bytes = try? bytes(of: memory.batch, [memory.record.source, memory.record.resource]) else { return nil }
    return bytes.withUnsafeBytes { readCall(memory.record.cutOut, in: $0, symbols: symbols, parts: parts) }
  }
}
