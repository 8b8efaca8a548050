import FoundationEssentials
import Testing

/// PCRE2's own tests through our `Pattern`: its limits, rounds and options change no answer.
@Suite struct PCRE2SuiteTests {
  static let folder: URL = {
    let root =
      ProcessInfo.processInfo.environment["ASSAY_TESTDATA"].map { URL(filePath: $0) }
      ?? URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../../../shared/data")
    return root.appending(path: "pcre2/testdata")
  }()

  static var isHere: Bool { FileManager.default.fileExists(atPath: folder.path) }

  /// How many cases of each file pass, and why others are no cases for us.
  ///
  /// 1 and 4 are what every Perl agrees on; 2 and 5 are mostly about pcre2test and its options.
  static let expected: [Int: [String: Int]] = [
    1: [
      "passed": 2346, "a pattern that is no UTF-8": 15, "g after an empty match": 12, "a subject that is no UTF-8": 11,
    ],
    4: [
      "passed": 1278, "utf without ucp; ours always has both": 68, "a subject that is no UTF-8": 17,
      "g after an empty match": 3,
    ],
    2: [
      "passed": 1050, "a modifier of pcre2test": 828, "a subject's escape or modifier of pcre2test": 427,
      "callouts": 120, "a pattern that does not compile": 17, "utf without ucp; ours always has both": 8,
      "a pattern larger than we compile": 6, "g after an empty match": 4, "an error while PCRE2 searches": 2,
      "a subject that is no UTF-8": 2, "a pattern that is no UTF-8": 1, "bytes above 127 without utf": 1,
    ],
    5: [
      "passed": 481, "a subject's escape or modifier of pcre2test": 270, "a modifier of pcre2test": 164,
      "utf without ucp; ours always has both": 16, "a subject that is no UTF-8": 4, "callouts": 3,
      "a pattern that is no UTF-8": 3, "refused without utf only": 1, "an error while PCRE2 searches": 1,
    ],
  ]

  @Test(.enabled(if: isHere, "needs pcre2 in ASSAY_TESTDATA"), arguments: [1, 4, 2, 5])
  func answersAsPCRE2Does(file: Int) throws {
    let input = [UInt8](try Data(contentsOf: Self.folder.appending(path: "testinput\(file)")))
    let output = [UInt8](try Data(contentsOf: Self.folder.appending(path: "testoutput\(file)")))
    var counts: [String: Int] = [:]
    for one in try PCRE2Case.read(input: input, output: output) {
      switch one.run() {
      case nil: break
      case .passed: counts["passed", default: 0] += 1
      case .skipped(let reason): counts[reason, default: 0] += 1
      case .failed(let text):
        counts["failed", default: 0] += 1
        Issue.record("testinput\(file):\(one.line): /\(String(decoding: one.pattern, as: UTF8.self))/ \(text)")
      }
    }
    #expect(counts == Self.expected[file])
  }
}
