import Patterns
import Testing

@Suite struct PatternTests {
  @Test func findsTheFirstMatchInBytes() throws {
    let match = try Pattern("b+").firstMatch(in: "äabbb bb")
    #expect(match?.range == 3..<6)
    #expect(try Pattern("x").firstMatch(in: "äabbb") == nil)
    #expect(try Pattern("").firstMatch(in: "")?.range == 0..<0)
  }

  @Test func searchesASpanOfUTF8() throws {
    let text = "äabbb"
    #expect(try Pattern("b+").firstMatch(in: text.utf8Span, from: 4)?.range == 4..<6)
    let empty = ""
    #expect(try Pattern("x*").firstMatch(in: empty.utf8Span)?.range == 0..<0)
  }

  @Test func searchesFromAnOffsetAndStillSeesWhatStandsBefore() throws {
    #expect(try Pattern("a").firstMatch(in: "aba", from: 1)?.range == 2..<3)
    #expect(try Pattern("(?<=a)b").firstMatch(in: "ab", from: 1)?.range == 1..<2)
    #expect(try Pattern("^b").firstMatch(in: "ab", from: 1) == nil)
    #expect(try Pattern("$").firstMatch(in: "ab", from: 2)?.range == 2..<2)
  }

  @Test(arguments: [-1, 1, 3, Int.max])
  func refusesAnOffsetInsideACharacterOrOutsideTheText(offset: Int) throws {
    let pattern = try Pattern("x")
    #expect(throws: PatternError.self) { try pattern.firstMatch(in: "é", from: offset) }
  }

  @Test func givesGroupsByNumberAndByName() throws {
    let pattern = try Pattern("(?<year>\\d{4})-(\\d\\d)(?<day>-\\d\\d)?")
    let match = try #require(try pattern.firstMatch(in: "on 2026-02"))
    #expect(match.groups == [3..<10, 3..<7, 8..<10, nil])
    #expect(match["year"] == 3..<7)
    #expect(match["day"] == nil)
    #expect(match["month"] == nil)
    #expect(pattern.groupNames == ["year": [1], "day": [3]])
    #expect(pattern.groupCount == 3)
  }

  @Test func aNameUsedTwiceGivesTheGroupThatMatched() throws {
    let match = try Pattern("(?J)(?<n>a)|(?<n>b)").firstMatch(in: "xb")
    #expect(match?["n"] == 1..<2)
  }

  @Test func matchesUnicodeByItsProperties() throws {
    #expect(try Pattern("^\\w+$").matches("Straße"))
    #expect(try Pattern("^.$").matches("😀"))
    #expect(try Pattern("äÖ", options: .caseless).matches("ÄÖ"))
    #expect(try Pattern("\\p{Hebrew}+").firstMatch(in: "a שלום")?.range == 2..<10)
    #expect(try Pattern("b").firstMatch(in: "a\u{0}b")?.range == 2..<3)
    #expect(try Pattern("a\u{0}b").matches("a\u{0}b"))
  }

  @Test func readsItsOptions() throws {
    #expect(try Pattern("^b$", options: .multiline).matches("a\nb\nc"))
    #expect(try !Pattern("^b$").matches("a\nb\nc"))
    #expect(try Pattern("a.b", options: .dotAll).matches("a\nb"))
    #expect(try !Pattern("a.b").matches("a\nb"))
  }

  @Test func readsPatternsAsECMADoes() throws {
    #expect(try !Pattern("^a$", options: .ecma).matches("a\n"))
    #expect(try !Pattern("\\d", options: .ecma).matches("٣"))
    #expect(try Pattern("\\d").matches("٣"))
    #expect(try Pattern("^\\u00e9\\u{1F600}$", options: .ecma).matches("é😀"))
    #expect(try !Pattern("[]", options: .ecma).matches("a"))
    #expect(try Pattern("^\\p{L}$", options: .ecma).matches("é"))
    #expect(try Pattern("(?:(a)|b)\\1c", options: .ecma).matches("bc"))
  }

  @Test(arguments: [
    ("a(b", 3), ("a**b", 2), ("[z-a]", 3), ("(?<n>a)(?<n>b)", 12), ("\\C", 2), ("x{2,1}", 5), ("é(", 3),
  ])
  func saysWhatIsWrongAndWhere(source: String, offset: Int) throws {
    let error = #expect(throws: PatternError.self) { try Pattern(source) }
    guard case .invalid(let message, let found) = error else {
      Issue.record("\(source) gave \(String(describing: error))")
      return
    }
    #expect(!message.isEmpty)
    #expect(found == offset)
  }

  @Test(arguments: [
    String(repeating: "a", count: 40_000),
    "(((a{1,100}){1,100}){1,100}){1,100}",
    String(repeating: "(", count: 200) + String(repeating: ")", count: 200),
    String(repeating: "(a)", count: 100),
  ])
  func refusesPatternsThatAreTooLarge(source: String) {
    let error = #expect(throws: PatternError.self) { try Pattern(source) }
    #expect(error?.code == "pattern_too_large")
  }

  @Test func showsThePlaceToThePersonWhoWroteIt() {
    let source = "(?x) é {2} # two\n \u{7}[b-a] and so on, and on"
    let error = #expect(throws: PatternError.self) { try Pattern(source) }
    #expect(
      error?.description(in: source)
        == "range out of order in character class, at character 23, line 2: … {2} # two\\n \\u{07}[b-⟪here⟫a] and so on, an…"
    )
    #expect(PatternError.tooLarge(message: "no").description(in: source) == "no")
  }

  @Test func isSearchedByManyTasksAtOnce() async throws {
    let pattern = try Pattern("(\\w+)@(\\w+)\\.example")
    let found = await withTaskGroup(of: Bool.self) { group in
      for task in 0..<64 {
        group.addTask {
          let name = String(repeating: "u", count: task + 1)
          let text = "write to \(name)@mail.example now"
          return (0..<50).allSatisfy { _ in
            (try? pattern.firstMatch(in: text))?.groups[1] == 9..<9 + name.utf8.count
          }
        }
      }
      return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
    }
    #expect(found == 64)
  }

  @Test func countsCodePoints() {
    #expect("äb😀c".codePoints(ofBytes: 3..<7) == 2..<3)
    #expect("abc".codePoints(ofBytes: 0..<0) == 0..<0)
    #expect("abc".codePoints(ofBytes: 2..<99) == 2..<3)
  }
}
