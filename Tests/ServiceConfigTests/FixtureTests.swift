import PluginKit
import ServiceConfig
import Testing

/// `bad/NAME.yaml` is refused with exactly the lines of `bad/NAME.expected`; `good/NAME.yaml`
/// is accepted, with the warnings of `good/NAME.expected` if there is one.
@Suite struct FixtureTests {
  @Test(arguments: Fixtures.names(in: "bad"))
  func badFilesAreRefusedInTheseWords(name: String) throws {
    let text = try Fixtures.text("bad/\(name).yaml")
    let loaded = loadConfiguration(text, file: "\(name).yaml", in: context(files: try Fixtures.prices()))
    #expect(loaded.configuration == nil)
    let expected = try Fixtures.text("bad/\(name).expected")
    #expect(loaded.problems.map { "\($0)\n" }.joined() == expected)
  }

  @Test(arguments: Fixtures.names(in: "good"))
  func goodFilesAreAccepted(name: String) throws {
    let text = try Fixtures.text("good/\(name).yaml")
    let loaded = loadConfiguration(text, file: "\(name).yaml", in: context(files: try Fixtures.prices()))
    #expect(loaded.configuration != nil)
    let expected = (try? Fixtures.text("good/\(name).expected")) ?? ""
    #expect(loaded.problems.map { "\($0)\n" }.joined() == expected)
  }

  @Test func thereAreFixtures() {
    #expect(Fixtures.names(in: "bad").count >= 25)
    #expect(Fixtures.names(in: "good").count >= 10)
  }
}
