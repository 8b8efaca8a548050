import CallModel
import PluginKit
import Testing

@testable import ServiceConfig

struct WorldFileTests {
  private func problems(_ text: String) -> [String] {
    let loaded = loadWorld(text, file: "w.yaml") { _ in .failure(ArrivalsError("no such file")) }
    #expect((loaded.world == nil) == loaded.problems.contains { $0.severity == .error })
    return loaded.problems.map(\.description)
  }

  @Test func theLeastWorldIsAWorld() {
    #expect(problems("name: least\ncallers: { a: {} }\nproviders: { p: {} }\n").isEmpty)
  }

  @Test func everyMistakeIsNamedWithItsLine() {
    let text = """
      name: x
      length: 5x
      callers:
        a: { rate: -1, incidents: [{ from: 2m, until: 1m }] }
        b: { arrivals: none.csv, incidents: [{ from: 1m, until: 2m, trafic: 3 }] }
      providers:
        p: { incidents: [{ from: 1m, until: 9m, every: 2m }] }
      alerts:
        q: { signal: fail_ratio, evaluator: nobody, level: 5% }
      expect: { bad: many }

      """
    let found = problems(text)
    for (line, part) in [
      (2, "length"), (4, "callers.a.rate"), (4, "must be later than 'from'"), (5, "no such file"), (5, "trafic"),
      (7, "belong together"), (9, "nobody"), (10, "is no bound"),
    ] {
      #expect(found.contains { $0.hasPrefix("w.yaml:\(line): ") && $0.contains(part) }, "\(part)")
    }
    #expect(found.count == 8)
  }

  @Test func timesOfArrivalAreReadFromTheFirstField() throws {
    func read(_ lines: [String]) -> Result<[Int64], ArrivalsError> {
      var rest = lines[...]
      return arrivals { rest.popFirst() }
    }
    let times = read([
      "TIMESTAMP,ContextTokens", "2023-11-16 18:17:04.5,1\r", "2023-11-16T18:17:03.25Z,2", "", "2023-11-17 00:00:03.25",
    ])
    #expect(try times.get() == [0, 1_250_000_000, 20_580_000_000_000])
    #expect(try read(["1.5", "0.5,x"]).get() == [0, 1_000_000_000])
    for lines in [
      ["heading", "noon"], [], ["heading"], ["1", "-2"], ["1", "nan"], ["2023-13-01 00:00:00", "2023-13-01 00:00:00"],
    ] {
      guard case .failure = read(lines) else {
        Issue.record("\(lines) should be refused")
        continue
      }
    }
  }
}
