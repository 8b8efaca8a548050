import CallModel
import JSON
import PluginKit
import PluginProtocol
import PluginTestKit

@testable import PluginAuthoring

func subject(_ kind: PluginManifest.Kind = .evaluator, answers: [String] = [], timeout: String = "500ms") throws
  -> Subject
{
  let timeout = (key: "timeout", value: Setting(.text(timeout), written: timeout))
  var settings = Settings(Setting(.map([timeout])), file: "", path: "")
  return Subject(
    folder: "evaluators/zoo", manifest: PluginManifest(id: "zoo", kind: kind, version: "1", command: ["zoo"]),
    settings: try ProgramSettings(&settings, command: ["zoo"], folder: "."), answers: answers)
}

/// What a program shows that is ready at once and writes these lines a millisecond after each other.
func transcript(_ lines: [String], ready: Bool = true) -> Transcript {
  var transcript = Transcript()
  let all = (ready ? [#"{"ready":{"protocol":1,"name":"zoo"}}"#] : []) + lines
  for (place, line) in all.enumerated() {
    transcript.heard(Array("\(line)\n".utf8), at: .milliseconds(Int64(place)))
  }
  return transcript
}

/// The calls that the steps of a check hold, by id.
func calls(_ check: PluginCheck, _ subject: Subject) -> [(id: UInt64, call: LLMCall)] {
  check.steps(subject).flatMap { step -> [(id: UInt64, call: LLMCall)] in
    guard case .send(let lines) = step else { return [] }
    return lines.compactMap { line in
      if case .question(let id, .call(let call)) = line { (id, call) } else { nil }
    }
  }
}

/// A program that answers each question with what `answer` says; nothing where it says nothing.
func program(
  _ answer: @escaping @Sendable (_ id: String, _ message: JSON) -> String?
) -> @Sendable (ProgramConsole) async -> ProgramExit {
  { console in
    while let line = await console.readLine() {
      guard let message = try? JSON(parsing: line) else { continue }
      if message["hello"] != nil {
        await console.write("{\"ready\":{\"protocol\":1,\"name\":\"zoo\"}}\n")
      } else if let id = message["id"]?.string,
        message["call"] != nil || message["alert"] != nil || message["snapshot"] != nil,
        let said = answer(id, message)
      {
        if said == "crash" { return .status(3) }
        await console.write(said + "\n")
      }
    }
    return .status(0)
  }
}

/// What came of each check of such a program, by the check's id.
func examined(
  _ subject: Subject, _ script: @escaping @Sendable (ProgramConsole) async -> ProgramExit
) async -> [String: Finding] {
  let host = TestHost(programs: { _ in script })
  let found = await Examination(host: host).examine(subject) { _ in }
  return Dictionary(uniqueKeysWithValues: found.map { ($0.check, $0.finding) })
}
