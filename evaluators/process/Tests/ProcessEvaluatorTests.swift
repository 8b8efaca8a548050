import CallModel
import PluginKit
import PluginTestKit
import Testing

@testable import ProcessEvaluator

@Suite struct ProcessEvaluatorTests {
  @Test func judgesThroughAProgram() async throws {
    let host = host(Programs.polite)
    let evaluator = try evaluator(host)
    await evaluator.start()
    #expect(evaluator.health?.state == .ready)
    let verdicts = await evaluator.judge(calls("one", "", "three"))
    #expect(verdicts == [Verdict(.pass, score: 1), Verdict(.fail, explanation: "empty"), Verdict(.pass, score: 1)])
    #expect(host.spawned == [HostProgram(command: ["judge", "--fast"])])
    #expect(evaluator.health?.answers == 3)
    #expect(evaluator.health?.name == "test")
    #expect(evaluator.health?.residentSize == 1 << 20)
    await evaluator.stop()
    #expect(evaluator.health?.state == .stopped)
  }

  @Test func keepsTheContract() async {
    let problems = await EvaluatorConformance.check(
      ProcessFactory.self,
      settings: [
        "command": ["judge"], "config": ["threshold": 0.5], "timeout": "30s", "max_in_flight": 16, "network": false,
        "memory": "64MiB", "environment": ["TOKEN": "x"], "workers": 2,
      ], host: host(Programs.content))
    #expect(problems == [])
  }

  @Test func severalWorkersShareABatchAndKeepItsOrder() async throws {
    let host = host(
      Programs.asked { console, id, output in
        await console.write(Programs.answer(id, "\"verdict\":\"pass\",\"explanation\":\"\(output)\""))
        return nil
      })
    let evaluator = try evaluator(host, ["workers": 3])
    let outputs = (0..<100).map { "\($0)" }
    let verdicts = await evaluator.judge(outputs.flatMap { calls($0) })
    #expect(verdicts.map(\.explanation) == outputs)
    #expect(host.spawned.count == 3)
  }

  @Test func manyBatchesAtOnceAreBounded() async throws {
    let evaluator = try evaluator(host(Programs.polite), ["max_in_flight": 4, "timeout": "60s"])
    await evaluator.start()
    let all = await withTaskGroup(of: [Verdict].self) { group in
      for _ in 0..<50 { group.addTask { await evaluator.judge(calls("a", "", "c")) } }
      return await group.reduce(into: []) { $0.append($1) }
    }
    #expect(all.count == 50)
    #expect(all.allSatisfy { $0.map(\.kind) == [.pass, .fail, .pass] })
  }

  @Test func aCrashIsAnErrorAndTheNextCallIsJudged() async throws {
    let evaluator = try evaluator(
      host(
        Programs.asked { console, id, output in
          if output == "crash" { return .status(3) }
          await console.write(Programs.answer(id))
          return nil
        }), ["timeout": "60s"])
    await evaluator.start()
    let first = await evaluator.judge(calls("crash"))
    #expect(first.map(\.kind) == [.error])
    #expect(first.first?.label == "plugin_crashed")
    #expect(await evaluator.judge(calls("fine")).map(\.kind) == [.pass])
    #expect(evaluator.health?.restarts == 1)
  }

  @Test func aProgramThatIsNotThereIsAnErrorSoon() async throws {
    let evaluator = try evaluator(TestHost(), ["timeout": "200ms"])
    await evaluator.start()
    let verdicts = await evaluator.judge(calls("a", "b"))
    #expect(verdicts.map(\.label) == ["plugin_unavailable", "plugin_unavailable"])
    #expect(verdicts.first?.explanation?.contains("no such program") == true)
  }

  @Test func aHungProgramIsKilledAndItsCallsAreErrors() async throws {
    let evaluator = try evaluator(
      host(
        Programs.asked { console, _, _ in
          await console.hang()
          return .status(0)
        }), ["timeout": "50ms"])
    await evaluator.start()
    let verdicts = await evaluator.judge(calls("a", "b"))
    #expect(verdicts.map(\.label) == ["plugin_timeout", "plugin_timeout"])
    #expect(evaluator.health?.timeouts == 2)
  }

  @Test func aWithdrawnBatchEndsAtOnce() async throws {
    let evaluator = try evaluator(
      host(
        Programs.asked { console, _, _ in
          await console.hang()
          return .status(0)
        }), ["timeout": "60s"])
    await evaluator.start()
    let judging = Task { await evaluator.judge(calls("a")) }
    judging.cancel()
    #expect(await judging.value.map(\.label) == ["plugin_cancelled"])
  }

  @Test func aCallLongerThanALineIsAnErrorForItselfAlone() async throws {
    let evaluator = try evaluator(host(Programs.polite), ["timeout": "60s"])
    await evaluator.start()
    let verdicts = await evaluator.judge(calls("a", String(repeating: "\u{1}", count: 1 << 20), "c"))
    #expect(verdicts.map(\.kind) == [.pass, .error, .pass])
    #expect(verdicts[1].label == "plugin_line_too_long")
  }

  @Test func theSameEntryHasTheSameRevision() throws {
    let host = host(Programs.polite)
    let plain = try evaluator(host)
    #expect(plain.revision == (try evaluator(host)).revision)
    #expect(plain.revision != (try evaluator(host, ["config": ["a": 1]])).revision)
    #expect(plain.revision != (try evaluator(host, ["timeout": "3s"])).revision)
  }

  private static let wrongEntries: [([String: Setting.Value], String)] = [
    ([:], "command"), (["command": "python3 x.py"], "command"), (["command": []], "command"),
    (["command": ["a"], "memory": "1MiB"], "memory"),
    (["command": ["a"], "environment": ["1A": "x"]], "environment.1A"),
    (["command": ["a"], "config": [1]], "config"), (["command": ["a"], "workers": 0], "workers"),
  ]

  @Test(arguments: wrongEntries)
  func saysWhatIsWrongInAnEntry(settings: [String: Setting.Value], key: String) {
    var entry = Settings(entries: settings)
    #expect(throws: SettingsError.self) { try ProcessFactory.make(&entry, host: TestHost()) }
    #expect(entry.problems.contains { $0.path == "entry.\(key)" || $0.message.contains("'\(key)'") })
  }
}
