import PluginKit
import Testing

@testable import ServiceConfig

@Suite struct YAMLTests {
  @Test(arguments: [
    ("", "null"), ("~", "null"), ("null", "null"), ("NULL", "null"), ("nUll", "text"),
    ("true", "bool"), ("False", "bool"), ("yes", "text"), ("no", "text"), ("on", "text"), ("off", "text"),
    ("y", "text"),
    ("0", "integer 0"), ("-12", "integer -12"), ("+12", "integer 12"), ("010", "integer 10"), ("0o10", "integer 8"),
    ("0x1F", "integer 31"), ("0x-1", "text"), ("0o8", "text"), ("0b1", "text"), ("1_000", "text"), ("12:30", "text"),
    ("9223372036854775807", "integer 9223372036854775807"), ("9223372036854775808", "number 9.223372036854776e+18"),
    ("1.5", "number 1.5"), (".5", "number 0.5"), ("5.", "number 5.0"), ("1e3", "number 1000.0"),
    ("-1.5E-3", "number -0.0015"), (".", "text"), ("e3", "text"), ("1e", "text"), ("1.2.3", "text"), ("+", "text"),
    (".inf", "number inf"), ("-.INF", "number -inf"), (".nan", "number nan"), ("inf", "text"), ("nan", "text"),
    ("infinity", "text"), ("0x1p3", "text"), ("2026-08-21", "text"), ("7d", "text"), ("8%", "text"), ("<<", "text"),
  ])
  func plainScalarsAreResolvedByTheCoreSchema(written: String, kind: String) {
    let found =
      switch coreSchemaValue(written) {
      case .null: "null"
      case .bool: "bool"
      case .integer(let value): "integer \(value)"
      case .number(let value): "number \(value)"
      case .text(let text): text == written ? "text" : "other text"
      case .list, .map: "a collection"
      }
    #expect(found == kind)
  }

  @Test func quotedScalarsAreText() throws {
    let written = "- \"5\"\n- 'true'\n- !!str 7\n- |-\n  null\n- >-\n  1.5\n"
    let root = try #require(YAMLDocument(written, file: "a", environment: nil).root)
    guard case .list(let list) = root.value else {
      Issue.record("no list")
      return
    }
    let texts = list.map { value in
      if case .text(let text) = value.value, text == value.written { text } else { "no text" }
    }
    #expect(texts == ["5", "true", "7", "null", "1.5"])
  }

  @Test func valuesHaveTheLinesOfTheirKeys() throws {
    let text = "a: 1\n\n# comment\nb:\n  c:\n    - x\n    - y: |\n        long\n  d: [1,\n    2]\n"
    let root = try #require(YAMLDocument(text, file: "a", environment: nil).root)
    #expect(
      lines(root) == ["a 1", "b 4", "b.c 5", "b.c[0] 6", "b.c[1] 7", "b.c[1].y 7", "b.d 9", "b.d[0] 9", "b.d[1] 10"])
  }

  private func lines(_ setting: Setting, path: String = "") -> [String] {
    switch setting.value {
    case .map(let entries):
      entries.flatMap { key, value in
        let inner = path.isEmpty ? key : "\(path).\(key)"
        return ["\(inner) \(value.line)"] + lines(value, path: inner)
      }
    case .list(let list):
      list.enumerated().flatMap { index, value in
        ["\(path)[\(index)] \(value.line)"] + lines(value, path: "\(path)[\(index)]")
      }
    default: []
    }
  }

  @Test func largeFilesAreNotRead() {
    let document = YAMLDocument(String(repeating: "#", count: 1 << 20) + "\n", file: "a", environment: nil)
    #expect(document.root == nil)
    #expect(document.problems.map(\.message) == ["the file is larger than 1 MiB"])
    #expect(YAMLDocument(String(repeating: "#", count: 1 << 20), file: "a", environment: nil).root != nil)
  }

  @Test(arguments: [
    ("a: &x [1]\nb: *x\n", false),
    ("? *x\n", false),
    ("a: &x [1]\n? *x\n: 1\n", true),
    ("a: &x [1]\n*x : 1\n", true),
    ("a: &x [1]\n[*x]: 1\n", true),
    ("a: &x [1]\nb: {? *x : 1}\n", true),
    ("a: &x [1]\nb: {{a: *x} : 1}\n", true),
    ("a: &x [1]\nb: \"what? *bold*\"\nc: *x\n", false),
    ("a: x && y *z\nb: [1]: 2\n", false),
  ])
  func keysMadeOfAliasesAreSeenBeforeTheyCost(text: String, mixed: Bool) {
    #expect(mixesAliasesWithComplexKeys(text) == mixed)
  }

  @Test func manyDuplicatesEndTheReading() throws {
    let lines = (0..<30).flatMap { ["k\($0): 1", "k\($0): 2"] }
    let document = YAMLDocument(lines.joined(separator: "\n"), file: "a", environment: nil)
    #expect(document.root == nil)
    #expect(document.problems.count == 1)
  }

  /// Files broken at every place are refused or read, each in good time.
  @Test func brokenFilesNeverCrash() throws {
    for name in ["full", "anchors", "block-text"] {
      let bytes = Array(try Fixtures.text("good/\(name).yaml").utf8)
      for place in stride(from: 0, to: bytes.count, by: 11) {
        for byte in "[{:-*&\"'|\t\n?!#".utf8 {
          var broken = bytes
          broken[place] = byte
          let loaded = loadConfiguration(String(decoding: broken, as: UTF8.self), file: "a.yaml", in: context())
          #expect(
            loaded.configuration != nil || loaded.problems.contains { $0.severity == .error && $0.file == "a.yaml" })
        }
      }
    }
  }
}
