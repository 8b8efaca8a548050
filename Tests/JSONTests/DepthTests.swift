import JSON
import Testing

@Suite struct DepthTests {
  private static func nested(_ depth: Int, open: String, close: String) -> String {
    String(repeating: open, count: depth) + "0" + String(repeating: close, count: depth)
  }

  @Test func refusesWhatNestsDeeper() throws {
    _ = try JSON(parsing: Self.nested(3, open: "[", close: "]"), maxDepth: 3)
    let error = #expect(throws: JSONError.self) {
      try JSON(parsing: Self.nested(4, open: "[", close: "]"), maxDepth: 3)
    }
    #expect(error?.kind == .tooDeep)
    #expect(error?.offset == 3)
  }

  @Test(arguments: ["[", #"{"a":"#, #"[{"a":["#])
  func aMillionBracketsAreRefusedNotCrashed(open: String) {
    #expect(throws: JSONError.self) { try JSON(parsing: String(repeating: open, count: 1_000_000), maxDepth: .max) }
  }

  /// Comparing, hashing, writing and freeing the deepest value fit a small stack.
  @Test(arguments: [("[", "]"), (#"{"a":"#, "}")])
  func theDeepestValueFitsASmallStack(open: String, close: String) {
    let text = Self.nested(JSON.deepest, open: open, close: close)
    let ran = onSmallStack {
      guard let first = try? JSON(parsing: text), let second = try? JSON(parsing: text) else {
        Issue.record("the deepest value must parse")
        return
      }
      #expect(first == second)
      #expect(first.hashValue == second.hashValue)
      #expect(first.text() == text)
    }
    #expect(ran)
  }
}
