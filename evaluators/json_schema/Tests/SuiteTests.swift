import FoundationEssentials
import JSON
import Testing

@testable import JSONSchemaEvaluator

/// JSON-Schema-Test-Suite (github.com/json-schema-org/JSON-Schema-Test-Suite): all that is
/// required, all that is optional, and all formats, of five drafts.
@Suite(.enabled(if: TestData.has("json-schema-test-suite"), "needs the set json-schema-test-suite"))
struct SuiteTests {
  /// Cases that are judged otherwise on purpose, by `file: group: case`, with the reason.
  static let skipped: [String: String] = {
    let content = "contentEncoding and contentMediaType demand nothing, as from 2019-09 on"
    var skipped = [
      "validation of string-encoded content based on media type: an invalid JSON document",
      "validation of binary string-encoding: an invalid base64 string (% is not a valid character)",
      "validation of binary-encoded media type documents: a validly-encoded invalid JSON document",
      "validation of binary-encoded media type documents: an invalid base64 string that is valid JSON",
    ].reduce(into: [:]) { $0["draft7/optional/content.json: \($1)"] = content }
    for draft in ["draft7", "draft2019-09", "draft2020-12"] {
      let file = "\(draft)/optional/format/ecmascript-regex.json"
      skipped["\(file): ECMA 262 lookbehind is valid, including variable width: a variable-width lookbehind (ES2018)"] =
        "PCRE2 10.42 has no lookbehind of any length"
    }
    return skipped
  }()

  static let drafts: [(folder: String, dialect: Dialect)] = [
    ("draft4", .draft4), ("draft6", .draft6), ("draft7", .draft7), ("draft2019-09", .draft2019),
    ("draft2020-12", .draft2020),
  ]

  @Test(arguments: drafts)
  func judgesRight(folder: String, dialect: Dialect) throws {
    var counts: [String: (passed: Int, skipped: Int)] = [:]
    for part in ["", "/optional", "/optional/format"] {
      let name = "json-schema-test-suite/tests/\(folder)\(part)"
      for (file, bytes) in try TestData.files(in: name, endingWith: ".json") {
        for group in try #require(try JSON(parsing: bytes).array) {
          let path = "\(folder)\(part)/\(file): \(group["description"]?.string ?? "")"
          let (passed, skipped) = try judge(group, path, dialect, assertsFormats: part == "/optional/format")
          counts[part, default: (0, 0)].passed += passed
          counts[part, default: (0, 0)].skipped += skipped
        }
      }
    }
    for (part, count) in counts.sorted(by: { $0.key < $1.key }) {
      print("\(folder)\(part): \(count.passed) passed, \(count.skipped) skipped")
    }
    #expect(counts[""]?.passed ?? 0 > 600)
    #expect(counts[""]?.skipped == 0)
  }

  private func judge(
    _ group: JSON, _ path: String, _ dialect: Dialect, assertsFormats: Bool
  ) throws -> (passed: Int, skipped: Int) {
    let options = SchemaCompiler.Options(
      dialect: dialect, assertsFormats: assertsFormats, library: SchemaLibrary(load: Self.remote))
    let document = try #require(group["schema"])
    let schema: Schema
    do throws(SchemaProblems) {
      schema = try SchemaCompiler.compile(document, options)
    } catch {
      Issue.record("\(path): \(error.all.map(\.description))")
      return (0, 0)
    }
    var (passed, skipped) = (0, 0)
    for test in try #require(group["tests"]?.array) {
      let name = "\(path): \(test["description"]?.string ?? "")"
      let violation = try Validation.violation(of: schema, by: try #require(test["data"]))
      let isRight = (violation == nil) == test["valid"]?.bool
      if Self.skipped[name] != nil {
        skipped += 1
        #expect(!isRight, "\(name) need not be skipped")
      } else {
        if isRight { passed += 1 }
        #expect(isRight, "\(name)")
      }
    }
    return (passed, skipped)
  }

  /// The suite's own documents, which it thinks of as served by a host.
  private static func remote(_ uri: String) throws(LibraryError) -> JSON? {
    let host = "http://localhost:1234/"
    guard uri.hasPrefix(host) else { return nil }
    let file = TestData.folder("json-schema-test-suite/remotes/\(uri.dropFirst(host.count))")
    return (try? Data(contentsOf: file)).flatMap { try? JSON(parsing: [UInt8]($0)) }
  }
}
