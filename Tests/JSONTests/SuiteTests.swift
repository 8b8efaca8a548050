import JSON
import Testing

/// JSONTestSuite (github.com/nst/JSONTestSuite): what must be read and what must be refused.
@Suite(.enabled(if: TestData.has("jsontestsuite"), "needs the set jsontestsuite"))
struct SuiteTests {
  private let folder = "jsontestsuite/test_parsing"

  @Test func readsAllThatMustBeRead() throws {
    let files = try TestData.files(in: folder, startingWith: "y_")
    #expect(files.count == 95)
    for (name, bytes) in files {
      #expect(throws: Never.self, "\(name)") {
        let value = try JSON(parsing: bytes)
        #expect(try JSON(parsing: value.text()) == value, "\(name)")
      }
    }
  }

  @Test func refusesAllThatMustBeRefused() throws {
    let files = try TestData.files(in: folder, startingWith: "n_")
    #expect(files.count == 188)
    for (name, bytes) in files {
      #expect(throws: JSONError.self, "\(name)") { try JSON(parsing: bytes) }
    }
  }

  /// Free to be read or refused: neither may crash.
  @Test func survivesTheRest() throws {
    let files = try TestData.files(in: folder, startingWith: "i_")
    #expect(files.count == 35)
    for (_, bytes) in files { _ = try? JSON(parsing: bytes).text() }
  }
}
