internal import CallModel
internal import PluginKit

/// Asks another model for a verdict on each call.
///
/// Questions that are the same, in a batch or among those of before, are asked once.
struct JudgeEvaluator: Evaluator {
  let prompt: Prompt
  let model: String
  let temperature: Double
  let mostOutput: Int
  /// The most bytes of each part of a call.
  let longestText: Int
  /// For the verdicts on a batch, counted from the call.
  let timeout: Nanoseconds
  let concurrency: Int
  let endpoint: Endpoint
  let revision: String?

  /// The same question, and the calls that it is about.
  private struct Asked: Sendable {
    let question: Question
    let key: RecentAnswers.Key
    var calls: [Int]
  }

  func judge(_ calls: [LLMCall]) async -> [Verdict] {
    // The service waits no longer than the timeout itself, and then no verdict at all has come.
    let deadline = endpoint.host.now() + timeout - min(timeout / 10, .milliseconds(500))
    var verdicts: [Verdict?] = calls.map {
      Question.skipReason($0, prompt: prompt).map { .skip($0) }
    }
    let asked = questions(calls, unanswered: &verdicts)
    await withTaskGroup(of: (Int, Result<JudgeAnswer, JudgeFailure>).self) { group in
      // No more tasks than may ask: a batch of thousands holds up no more than a small one.
      var next = 0
      func start() {
        guard next < asked.count else { return }
        let (place, question) = (next, asked[next])
        next += 1
        group.addTask { (place, await answer(question.question, question.key, by: deadline)) }
      }
      for _ in 0..<concurrency { start() }
      for await (place, answer) in group {
        for call in asked[place].calls {
          switch answer {
          case .success(let answer): verdicts[call] = answer.verdict(on: calls[call].output)
          case .failure(let failure): verdicts[call] = failure.verdict
          }
        }
        start()
      }
    }
    return verdicts.map { $0 ?? JudgeFailure(.cancelled, "the question was withdrawn").verdict }
  }

  /// The questions that nobody answered yet; calls whose question was answered before get their verdict.
  private func questions(_ calls: [LLMCall], unanswered verdicts: inout [Verdict?]) -> [Asked] {
    var asked: [Asked] = []
    var places: [RecentAnswers.Key: Int] = [:]
    for (place, call) in calls.enumerated() where verdicts[place] == nil {
      guard let question = Question(call, prompt: prompt, longest: longestText) else { continue }
      let key = RecentAnswers.Key(question)
      if let answer = endpoint.state.answer(to: key) {
        verdicts[place] = answer.verdict(on: call.output)
      } else if let known = places[key] {
        asked[known].calls.append(place)
      } else {
        places[key] = asked.count
        asked.append(Asked(question: question, key: key, calls: [place]))
      }
    }
    return asked
  }

  private func answer(
    _ question: Question, _ key: RecentAnswers.Key, by deadline: Nanoseconds
  ) async -> Result<JudgeAnswer, JudgeFailure> {
    do throws(JudgeFailure) {
      let request = ChatRequest(
        model: model, question: question, temperature: temperature, mostOutput: mostOutput)
      let answer = try JudgeAnswer.read(try await endpoint.ask(request, by: deadline))
      endpoint.state.keep(answer, to: key)
      return .success(answer)
    } catch {
      return .failure(error)
    }
  }
}
