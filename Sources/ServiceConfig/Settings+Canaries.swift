internal import CallModel
internal import Canaries
internal import PluginKit

extension Settings {
  /// The entries under `canaries:`.
  ///
  /// - Parameters:
  ///   - evaluators: the names of the evaluators, of which each canary needs one.
  ///   - host: reads the files of questions.
  mutating func canaries(evaluators: Set<String>, host: any Host) -> [Canary] {
    entries(under: "canaries", atMost: 100) { name, entry in
      let url = entry.requires("url", "the base of an OpenAI-compatible API") ? entry.chatAddress("url") : nil
      let model = entry.requires("model") ? entry.filledText("model") : nil
      let evaluator = entry.requires("evaluator", "the one that judges the answers") ? entry.text("evaluator") : nil
      if let evaluator, !evaluators.contains(evaluator) {
        let known = evaluators.isEmpty ? "there are none" : "known: \(evaluators.sorted().joined(separator: ", "))"
        entry.report("there is no evaluator '\(evaluator)'; \(known)", at: "evaluator")
      }
      let questions = entry.goldenQuestions(host)
      let provider = entry.filledText("provider") ?? "openai"
      let key = entry.apiKey("api_key")
      let system = entry.text("system") ?? ""
      let every = entry.duration("every", default: .minutes(1), in: .seconds(5)...(.days(1)), "5s and 1d")
      let timeout = entry.duration("timeout", default: .seconds(30), in: .seconds(1)...(.minutes(10)), "1s and 10m")
      let mostOutput = entry.integer("max_output_tokens", default: 256, in: 1...32_768)
      entry.finish()
      guard let url, let model, let evaluator, !questions.isEmpty else { return nil }
      return Canary(
        name: name, url: url, provider: provider, model: model, key: key, system: system, questions: questions,
        evaluator: evaluator, every: every, timeout: timeout, mostOutput: mostOutput)
    }
  }

  /// `question:` with its `reference:`, or those of the file that `questions:` names.
  private mutating func goldenQuestions(_ host: any Host) -> [Canary.Question] {
    let path = filledText("questions")
    let question = filledText("question")
    let written = texts("reference")
    let references = (written ?? []).filter { !$0.isEmpty }
    if references.count > 16 { report("holds \(references.count) entries; at most 16 are allowed", at: "reference") }
    if has("questions") {
      for key in ["question", "reference"] where has(key) {
        report("stands in the file that 'questions' names; write one of the two", at: key)
      }
      return path.map { questions(in: $0, host) } ?? []
    }
    guard requires("question", "what is asked; or 'questions', a file of them"),
      requires("reference", "the right answer")
    else { return [] }
    // Where no list could be read, that has been said.
    if written != nil, references.isEmpty { report("holds no right answer", at: "reference") }
    return references.isEmpty ? [] : question.map { [Canary.Question($0, references: references)] } ?? []
  }

  private mutating func questions(in path: String, _ host: any Host) -> [Canary.Question] {
    do throws(HostError) {
      let read = GoldenQuestions(try host.readFile(path))
      for problem in read.problems.prefix(20) { report("\(path):\(problem.line): \(problem.message)", at: "questions") }
      return read.problems.isEmpty ? read.questions : []
    } catch {
      report("\(error)", at: "questions")
      return []
    }
  }

  /// A text that is not empty; nil where there is none, which is reported if something stands there.
  private mutating func filledText(_ key: String) -> String? {
    guard let text = text(key) else { return nil }
    if !text.isEmpty, text.utf8.count <= 100_000 { return text }
    report(text.isEmpty ? "is empty" : "is longer than 100000 bytes", at: key)
    return nil
  }
}
