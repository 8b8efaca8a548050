import JSON
import Testing

@testable import JSONSchemaEvaluator

/// JSON-Schema-Test-Suite (github.com/json-schema-org/JSON-Schema-Test-Suite), the core of two
/// drafts: what is accepted must be judged right, what is not known yet must be refused.
@Suite(.enabled(if: TestData.has("json-schema-test-suite"), "needs the set json-schema-test-suite"))
struct SuiteTests {
  /// `refused` is how many schemas are refused today, for other documents, `$id` inside a
  /// schema, `$dynamicRef`, `unevaluated*` and `\p{Letter}`: it may only fall.
  @Test(arguments: [("draft2020-12", Dialect.draft2020, 132), ("draft7", .draft7, 23)])
  func judgesRightWhatItAccepts(draft: String, dialect: Dialect, refused most: Int) throws {
    var refused: [String] = []
    var judged = 0
    for (file, bytes) in try TestData.files(in: "json-schema-test-suite/tests/\(draft)", endingWith: ".json") {
      for group in try #require(try JSON(parsing: bytes).array) {
        let name = "\(file): \(group["description"]?.string ?? "")"
        let document = try #require(group["schema"])
        let schema: Schema
        do throws(SchemaProblems) {
          schema = try SchemaCompiler.compile(document, unstated: dialect)
        } catch {
          refused.append("\(name): \(error.all.map(\.description))")
          continue
        }
        for test in try #require(group["tests"]?.array) {
          let violation = try Validation.violation(of: schema, by: try #require(test["data"]))
          #expect((violation == nil) == test["valid"]?.bool, "\(name): \(test["description"]?.string ?? "")")
          judged += 1
        }
      }
    }
    print("\(draft): \(judged) cases judged right, \(refused.count) schemas refused")
    #expect(judged > 800)
    #expect(refused.count <= most, "\(refused.joined(separator: "\n"))")
  }
}
