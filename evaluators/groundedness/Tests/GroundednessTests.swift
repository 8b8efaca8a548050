import CallModel
import PluginKit
import PluginTestKit
import Testing

@testable import GroundednessEvaluator

@Suite struct GroundednessTests {
  private let context = """
    The Harbour Museum in Bergen was founded in 1962 by Ingrid Solberg. It holds 4,200 models of ships. Visitors may \
    borrow the smaller models. The museum is able to restore wooden hulls. Admission was raised after the fire.
    """

  private func verdict(
    _ output: String, context: [String]? = nil, question: String = "Tell me about the museum.", passAt: Double = 0.5
  ) async throws -> Verdict {
    var call = LLMCall()
    call.input = question
    call.output = output
    call.context = context ?? [self.context]
    return try #require(await GroundednessEvaluator(passAt: passAt).judge([call]).first)
  }

  private func pieces(_ verdict: Verdict, of output: String) -> [String] {
    let scalars = Array(output.unicodeScalars)
    return verdict.evidence.map { range in
      var piece = String.UnicodeScalarView()
      piece.append(contentsOf: scalars[range])
      return String(piece)
    }
  }

  @Test(arguments: [
    "The museum was founded in 1962 by Ingrid Solberg.", "It holds 4200 models of ships.",
    "Visitors may borrow the smaller models.", "Ingrid Solberg founded the Harbour Museum. It holds models of ships.",
  ])
  func whatTheContextSaysPasses(_ output: String) async throws {
    let verdict = try await verdict(output)
    #expect(verdict.kind == .pass, "\(verdict)")
    #expect(verdict.evidence.isEmpty && verdict.label == nil)
  }

  @Test(arguments: [
    ("The museum was founded in 1987 by a group of fishermen.", "unseen_number"),
    ("Its director is Magnus Hagen, a famous painter.", "unseen_name"),
    ("The gardens are lovely and children enjoy the playground.", "unsupported_claim"),
    ("Nobody ever restores ships, never.", "new_negation"),
    ("Admission was lowered.", "opposite"),
  ])
  func whatItDoesNotSayFails(_ output: String, _ label: String) async throws {
    let verdict = try await verdict(output, passAt: 0.75)
    #expect(verdict.kind == .fail && verdict.label == label, "\(verdict)")
    #expect(verdict.evidence == [0..<output.unicodeScalars.count])
  }

  /// Each pair differs by one thing; the true one must score higher.
  @Test(arguments: [
    ("founded in 1962 by Ingrid Solberg", "founded in 1987 by Ingrid Solberg"),
    ("founded in 1962 by Ingrid Solberg", "founded in 1962 by Magnus Solberg"),
    ("Visitors may borrow the smaller models", "Visitors must borrow the smaller models"),
    ("Visitors may borrow the smaller models", "Visitors may not borrow the smaller models"),
    ("The museum is able to restore wooden hulls", "The museum is unable to restore wooden hulls"),
    ("Admission was raised after the fire", "Admission was lowered after the fire"),
    ("Admission was raised after the fire", "Admission was raised before the fire"),
    ("It holds 4,200 models of ships", "It holds 4,200 models of trains"),
    ("borrow the smaller models", "models the smaller borrow"),
  ])
  func theTrueOneScoresHigher(_ right: String, _ wrong: String) async throws {
    let (better, worse) = (try await verdict(right), try await verdict(wrong))
    #expect(try #require(better.score) > #require(worse.score), "\(better) \(worse)")
  }

  @Test func evidenceCountsCodePoints() async throws {
    let output = "👩‍👩‍👧 It holds models of ships. 𝔘nd zebras dance 🦓 on Tuesdays!"
    let verdict = try await verdict(output, passAt: 0.55)
    #expect(verdict.kind == .fail)
    #expect(pieces(verdict, of: output) == ["𝔘nd zebras dance 🦓 on Tuesdays!"])
  }

  @Test func theExplanationNamesWhatIsMissing() async throws {
    let verdict = try await verdict("It holds models of ships.\nZebras dance there.")
    #expect(
      verdict.explanation
        == "'Zebras dance there.' is not supported: the context does not have 'Zebras', 'dance'", "\(verdict)")
  }

  @Test func theQuestionsWordsClaimLittle() async throws {
    let answer = "The founder of the Harbour Museum in Bergen is Magnus Hagen."
    let asked = try await verdict(answer, question: "Who is the founder of the Harbour Museum in Bergen?")
    let unasked = try await verdict(answer, question: "Hello!")
    #expect(try #require(asked.score) < #require(unasked.score))
  }

  @Test func severalDocumentsAreOneContext() async throws {
    let verdict = try await verdict(
      "Shoes may be returned. Shipping is free.", context: ["Shoes may be returned.", "Shipping is free."])
    #expect(verdict.kind == .pass, "\(verdict)")
  }

  @Test(arguments: [
    ("", "x", nil), (" \n", "x", nil), ("It is red.", "", "no_context"), ("It is red.", " \n", "no_context"),
    ("Yes, it is.", "The car is red.", "no_claim"), ("👍", "The car is red.", "no_claim"),
    ("博物馆成立于一九六二年。", "The museum was founded in 1962.", "unreadable_script"),
    ("It opened in May.", "博物馆成立于一九六二年，共有四千件模型。", "unreadable_script"),
    ("Музей основан в Бергене.", "The museum was founded in Bergen.", "other_script"),
  ])
  func whatCannotBeJudgedIsSkipped(_ output: String, _ context: String, _ label: String?) async throws {
    let verdict = try await verdict(output, context: [context])
    #expect(verdict.kind == .skip && verdict.label == label, "\(verdict)")
  }

  @Test func anAnswerInTheContextsOwnScriptIsJudged() async throws {
    #expect(
      try await verdict("Музей основан в Бергене.", context: ["Музей основан в Бергене в 1962 году."]).kind == .pass)
    #expect(try await verdict("Зебры танцуют ночью.", context: ["Музей основан в Бергене в 1962 году."]).kind == .fail)
  }
}
