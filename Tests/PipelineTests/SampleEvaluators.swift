import CallModel
import PluginKit

@testable import Pipeline

/// Fails answers in which the model talks about itself.
struct RefusalEvaluator: Evaluator {
  func judge(_ calls: [LLMCall]) async -> [Verdict] {
    calls.map { $0.output.hasPrefix("As an AI") ? .fail("it refuses") : .pass }
  }
}

/// Waits before a door at each batch, and counts the batches.
final class DoorEvaluator: Evaluator {
  let door = Door()
  let batches = Notes<Int>()

  func judge(_ calls: [LLMCall]) async -> [Verdict] {
    batches.add(calls.count)
    door.pass()
    return calls.map { _ in .pass }
  }
}

/// Gives whatever it was made with.
struct FixedEvaluator: Evaluator {
  var verdicts: [Verdict]

  func judge(_ calls: [LLMCall]) async -> [Verdict] { verdicts }
}

extension RunningEvaluator {
  init(
    _ name: String, _ evaluator: any Evaluator = RefusalEvaluator(), on: Scope = .everything, rate: Double? = 1,
    timeout: Nanoseconds = patience
  ) {
    self.init(name: name, on: on, rate: rate, timeout: timeout, evaluator: evaluator)
  }
}
