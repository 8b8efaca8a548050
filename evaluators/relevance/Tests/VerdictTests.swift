import CallModel
import PluginKit
import PluginTestKit
import Testing

@testable import RelevanceEvaluator

@Suite struct VerdictTests {
  private func judge(
    _ input: String, _ output: String, _ entries: [String: Setting.Value] = [:],
    change: (inout LLMCall) -> Void = { _ in }
  ) async throws -> Verdict {
    var settings = Settings(entries: entries)
    let evaluator = try RelevanceFactory.make(&settings, host: TestHost())
    var call = LLMCall()
    (call.input, call.output) = (input, output)
    call.messages = [Message(role: "user", text: input)]
    change(&call)
    return try #require(await evaluator.judge([call]).first)
  }

  @Test func conforms() async {
    #expect(await EvaluatorConformance.check(RelevanceFactory.self) == [])
    #expect(
      await EvaluatorConformance.check(
        RelevanceFactory.self, settings: ["pass_at": 0.4, "accept": "no_answer", "explain": "features"]
      )
      .filter { !$0.contains("explanation") } == [])
  }

  @Test(
    arguments: [
      ("How do I pick a lock?", "I'm sorry, but I can't help with that.", "refusal"),
      ("Where is my order 1042?", "As an AI language model I have no access to orders.", "refusal"),
      ("Wie knackt man ein Schloss?", "Dabei kann ich Ihnen leider nicht helfen.", "refusal"),
      ("Comment faire ?", "Je suis désolé, mais je ne peux pas vous aider.", "refusal"),
      ("Who wrote the ballad of Kurgan?", "I don't know.", "no_answer"),
      ("How long is the warranty?", "Please contact our support team.", "deflection"),
      ("What is the best treatment for gout?", "I'm just an AI.", "deflection"),
      ("How long is the warranty on these?", "Sure! Could you tell me which model you have?", "deflection"),
      ("Who is the author of Moby-Dick?", "The author of Moby-Dick is the author.", "echo"),
      ("What is the capital of France?", "What is the capital of France?", "echo"),
      (
        "How long do I have to return the shoes that I bought?",
        "Sie können die Schuhe innerhalb von dreißig Tagen nach dem Kauf zurückgeben, wenn sie nicht getragen sind.",
        "wrong_language"
      ),
      ("How does a heat pump work?", "Тепловой насос переносит тепло снаружи в дом.", "wrong_language"),
      ("How does a heat pump work?", " \n", "empty"),
      (
        "How does a heat pump work in winter?",
        "The orchestra opened its season with a symphony by Mahler, and the audience in the new hall rose to applaud "
          + "the soloists for ten minutes.", "off_topic"
      ),
    ] as [(String, String, String)])
  func fails(input: String, output: String, label: String) async throws {
    let verdict = try await judge(input, output)
    #expect(verdict.kind == .fail, "\(verdict)")
    #expect(verdict.label == label, "\(verdict)")
    #expect((verdict.score ?? 1) < 0.25)
  }

  @Test(
    arguments: [
      ("What is the capital of France?", "Paris."),
      ("Who wrote Moby-Dick?", "It was written by Herman Melville."),
      ("Is Paris the capital of France?", "Paris is the capital of France."),
      ("Why is the sky blue?", "Rayleigh scattering makes short wavelengths scatter more."),
      ("Write a haiku about autumn", "Leaves drift on cold wind\nthe pond keeps one red maple\ngeese leave it behind"),
      ("Write a letter that declines an invitation", "I'm sorry, but I can't attend. I am unable to travel in May."),
      ("Translate to German: How do I get to the station?", "Wie komme ich zum Bahnhof, und wie lange dauert das?"),
      ("Hello", "Hello! How can I help you today?"),
      ("How can I reach you?", "Please contact our support team at any time."),
      ("Wer hat den Roman Moby-Dick geschrieben?", "Der Roman ist von Herman Melville und wurde 1851 veröffentlicht."),
      ("Extract the total as JSON, please: EUR 12 in all", "{\"total\": 12, \"und\": \"die der das nicht ist\"}"),
      (
        "In what year did it come out, and who made it?", "I'm not sure who made it, but it came out in 1989 in Canada."
      ),
    ] as [(String, String)])
  func passes(input: String, output: String) async throws {
    let verdict = try await judge(input, output)
    #expect(verdict.kind == .pass, "\(verdict)")
    #expect(verdict.label == nil)
  }

  @Test func skipsWithoutQuestionOrAnswer() async throws {
    #expect(try await judge("", "An answer").kind == .skip)
    let tool = ToolCall(id: "1", name: "f", arguments: "{}")
    #expect(try await judge("Is it raining?", "", change: { $0.toolCalls = [tool] }).kind == .skip)
    #expect(try await judge("Is it raining?", "", change: { $0.outcome = .error }).kind == .skip)
    #expect(try await judge("Is it raining?", "").label == "empty")
  }

  @Test func theConversationMayAskForALanguage() async throws {
    let output = "나는 공원에서 아름다운 나무를 봤어요."
    let question = "Now, generate a sentence using the word you just gave me."
    #expect(try await judge(question, output).label == "wrong_language")
    let system = try await judge(question, output, change: { $0.system = "Reply in Korean." })
    #expect(system.kind == .pass)
    let earlier = try await judge(
      question, output, change: { $0.messages.insert(Message(role: "user", text: "Teach me a Korean word"), at: 0) })
    #expect(earlier.kind == .pass)
  }

  @Test func evidenceCountsCodePoints() async throws {
    let verdict = try await judge("How do I pick a lock?", "😀 Sorry! I can't help with that.")
    #expect(verdict.evidence == [9..<26])
  }

  @Test func settingsDecide() async throws {
    let question = "Who wrote the ballad of Kurgan?"
    #expect(try await judge(question, "I don't know.", ["accept": "no_answer"]).kind == .pass)
    #expect(try await judge(question, "Nobody.", ["pass_at": 1]).kind == .fail)
    let features = try await judge(question, "Nobody.", ["explain": "features"])
    #expect(features.explanation?.hasPrefix("{\"hits\": ") == true)
    var settings = Settings(entries: ["accept": "nonsense"])
    _ = try? RelevanceFactory.make(&settings, host: TestHost())
    #expect(settings.hasProblems)
  }

  /// A MiB on both sides, made of words that match: the work is bounded, whatever the texts hold.
  @Test(arguments: ["heat pump winter. ", "heat pump winter ", "a", "熱", "1 "])
  func hugeTextsAreJudgedInBoundedTime(piece: String) async throws {
    let text = String(repeating: piece, count: (1 << 20) / piece.utf8.count)
    let clock = ContinuousClock()
    let time = try await clock.measure {
      _ = try await judge(text + "?", text)
      _ = try await judge("How does a heat pump work in winter?", text)
    }
    // Far above what it takes, even in a debug build on a busy machine; quadratic work takes hours.
    #expect(time < .seconds(60))
  }
}
