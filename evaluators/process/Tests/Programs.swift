import CallModel
import JSON
import PluginKit
import PluginTestKit

@testable import ProcessEvaluator

/// Programs as authors write them, and as they should not.
enum Programs {
  typealias Program = @Sendable (ProgramConsole) async -> ProgramExit

  static let ready = "{\"ready\":{\"protocol\":1,\"name\":\"test\",\"version\":\"1\"}}\n"

  /// A program that says it is ready, then does something with the id and the output of each question.
  static func asked(_ body: @escaping @Sendable (ProgramConsole, String, String) async -> ProgramExit?) -> Program {
    { console in
      guard await console.readLine() != nil else { return .status(2) }
      await console.write(ready)
      while let line = await console.readLine() {
        guard let value = try? JSON(parsing: line), let id = value["id"]?.string else { continue }
        if let exit = await body(console, id, value["call"]?["output"]?.string ?? "") { return exit }
      }
      return .status(0)
    }
  }

  static func answer(_ id: String, _ rest: String = "\"verdict\":\"pass\",\"score\":1") -> String {
    "{\"id\":\"\(id)\",\(rest)}\n"
  }

  /// Passes everything, and reads no more of it than the id.
  static let content: Program = { console in
    guard await console.readLine() != nil else { return .status(2) }
    await console.write(ready)
    while let line = await console.readLine() {
      let id = line.split(separator: "\"", maxSplits: 4)
      if id.count > 3, id[1] == "id" { await console.write(answer(String(id[3]))) }
    }
    return .status(0)
  }

  /// Fails answers that are empty.
  static let polite = asked { console, id, output in
    await console.write(
      output.isEmpty ? answer(id, "\"verdict\":\"fail\",\"explanation\":\"empty\"") : answer(id))
    return nil
  }
}

/// A host that runs one program, whatever is asked for.
func host(_ program: @escaping Programs.Program) -> TestHost {
  TestHost(programs: { _ in program })
}

func evaluator(_ host: TestHost, _ settings: [String: Setting.Value] = [:]) throws -> any Evaluator {
  var entry = Settings(entries: settings.merging(["command": ["judge", "--fast"]]) { old, _ in old })
  return try ProcessFactory.make(&entry, host: host)
}

/// Calls with these outputs.
func calls(_ outputs: String...) -> [LLMCall] {
  outputs.map { output in
    var call = LLMCall()
    call.output = output
    return call
  }
}
