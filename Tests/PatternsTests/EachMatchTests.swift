import Patterns
import Testing

@Suite struct EachMatchTests {
  private func all(_ source: String, _ text: String, most: Int = 1_000) throws -> [Range<Int>] {
    // Time enough: no test here is about it.
    var budget = SearchBudget(bytes: 1 << 40, patterns: 1)
    var ranges: [Range<Int>] = []
    try Pattern(source).eachMatch(in: text, sharing: &budget, most: most) { match in
      ranges.append(match.range)
      return true
    }
    return ranges
  }

  @Test func givesEachMatchInOrder() throws {
    #expect(try all("\\d+", "1 22 é 333") == [0..<1, 2..<4, 8..<11])
    #expect(try all("x", "abc") == [])
    #expect(try all("aa", "aaaaa") == [0..<2, 2..<4])
    #expect(try all("^a", "aaa") == [0..<1])
  }

  @Test func passesOverEmptyMatches() throws {
    #expect(try all("", "é😀") == [0..<0, 2..<2, 6..<6])
    #expect(try all("b*", "abé") == [0..<0, 1..<2, 2..<2, 4..<4])
    #expect(try all("a|$", "") == [0..<0])
    #expect(try all("(?=a)", "aé a") == [0..<0, 4..<4])
  }

  @Test func stopsWhenTold() throws {
    var budget = SearchBudget(bytes: 1 << 40, patterns: 1)
    var count = 0
    try Pattern("a").eachMatch(in: "aaa", sharing: &budget) { _ in
      count += 1
      return count < 2
    }
    #expect(count == 2)
  }

  @Test func aLimitOfMatchesIsAnError() throws {
    #expect(throws: PatternError.limit(.matches)) { try all("a", "aaaa", most: 3) }
    #expect(try all("a", "aaa", most: 4).count == 3)
  }

  /// A hundred evil patterns cost about as much as one, and what is not searched for is known.
  @Test func aBudgetIsSharedByManySearches() throws {
    let text = String(repeating: "a", count: 5_000) + "!"
    let patterns = try (0..<100).map { _ in try Pattern("(a|aa)+$") }
    var budget = SearchBudget(bytes: text.utf8.count, patterns: patterns.count)
    var refused = 0
    for pattern in patterns {
      guard let time = budget.left() else {
        refused += 1
        continue
      }
      #expect(throws: PatternError.self) { try pattern.matches(text, within: time) }
    }
    #expect(refused > 50)
  }

  @Test func aBudgetLastsForHonestWork() throws {
    let text = String(repeating: "lorem ipsum dolor sit amet, ", count: 100)
    let patterns = try (0..<100).map { try Pattern("\\bword\($0)\\b") }
    var budget = SearchBudget(bytes: text.utf8.count, patterns: 1_000)
    for pattern in patterns {
      let left = budget.left()
      let time = try #require(left)
      #expect(try !pattern.matches(text, within: time))
    }
  }
}
