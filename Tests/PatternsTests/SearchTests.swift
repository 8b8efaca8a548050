import Glibc
import Patterns
import Testing

/// That every search ends soon with an explicit result, and that its stages change no answer.
@Suite(.serialized) struct SearchTests {
  /// Patterns and texts on which a search without limits runs for seconds to ages.
  ///
  /// A last line holds the character that the pattern asks for, lest PCRE2 miss it at once.
  static let evil: [(pattern: String, text: String)] = [
    ("^(a+)+$", repeated("a", 5_000) + "!"),
    ("(a|aa)+$", repeated("a", 5_000) + "!"),
    ("^(a|a)*b", repeated("a", 5_000) + "\nb"),
    ("(\\w+\\s?)+$", repeated("word ", 2_000) + "!"),
    ("\\s+$", repeated(" ", 1 << 20) + "x"),
    ("\\s+$", repeated("word ", 50_000) + repeated(" ", 800_000) + "x"),
    // What comes first is harmless, and so many rounds are quick.
    ("[ \\t]\\s++\\d", repeated("w", 250_000) + repeated(" ", 800_000) + "x"),
    ("[ \\t]\\s++\\d", repeated("w", 30_000) + repeated(" ", 20_000) + "x"),
    ("(?:w|\\s++)\\d", repeated("w", 250_000) + repeated(" ", 800_000) + "x"),
    ("(?:w|\\s++)\\d", repeated("w", 30_000) + repeated(" ", 20_000) + "x"),
    ("(?<!q)\\s++\\d", repeated("w", 250_000) + repeated(" ", 800_000) + "x"),
    ("(?<!q)\\s++\\d", repeated("w", 30_000) + repeated(" ", 20_000) + "x"),
    (" [^q]*+q", repeated("w", 250_000) + repeated(" ", 800_000) + "x"),
    (" [^q]*+q", repeated("w", 30_000) + repeated(" ", 20_000) + "x"),
    ("^(.*?)\\s+$", repeated(" ", 1 << 20) + "x"),
    ("x?(.*?)\\s+$", repeated(" ", 100_000) + "x"),
    ("(?:.{0,100}?)\\s+$", repeated(" ", 1 << 20) + "x"),
    ("^(?:.(?=.*+))*q", repeated("a", 200_000) + "\nq"),
    ("^(.*)(.*)(.*)(.*)\\1\\2\\3\\4x", repeated("a", 3_000) + "\nx"),
    ("^(x+x+)+y", repeated("x", 10_000) + "\ny"),
    ("(?:a?){30}a{30}", repeated("a", 29) + "b" + repeated("a", 29)),
    ("(\\((?:[^()]|(?1))*\\))", ")" + repeated("(", 50_000) + "\n)x"),
    ("^(\\((?:[^()]|(?1))*\\))y", repeated("(a", 20_000) + repeated(")", 19_000) + "y"),
    ("^(?:(?:a|b)*)*c", repeated("ab", 50_000) + "\nc"),
    ("^(?:(?(?=a)a+|b+))+$", repeated("a", 5_000) + "!"),
    ("(*NO_JIT)^(a+)+$", repeated("a", 5_000) + "!"),
    ("(*NO_JIT)^(?:a|b)*c", repeated("ab", 200_000) + "\nc"),
    ("\\G\\s+$", repeated(" ", 1 << 20) + "x"),
    ("a?a?a?a?a?a?a?a?a?a?a?a?a?a?aaaaaaaaaaaaaab", repeated("a", 1 << 20) + "\nb"),
    ("^(?i)(?:ſ|s|S)+(?:ſ|s|S)+(?:ſ|s|S)+!", repeated("sſS", 20_000) + "\n!"),
  ]

  private static func repeated(_ text: String, _ count: Int) -> String { String(repeating: text, count: count) }

  @Test(arguments: evil.indices)
  func endsSoonWithAnExplicitResult(index: Int) throws {
    let (source, text) = Self.evil[index]
    let pattern = try Pattern(source)
    let began = processorTime()
    do throws(PatternError) {
      let found = try pattern.firstMatch(in: text)
      #expect(found == nil)
    } catch {
      guard case .limit = error else {
        Issue.record("\(source): \(error)")
        return
      }
    }
    // No measurement: without the limit of 15 ms these run for seconds, or for ever.
    #expect(processorTime() - began < 500_000_000, "\(source)")
  }

  /// Nanoseconds that this thread has computed: waiting for a core does not count.
  private func processorTime() -> Int64 {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
  }

  @Test func aLimitIsNeverNoMatch() throws {
    let pattern = try Pattern("^(a+)+$")
    let text = String(repeating: "a", count: 64) + "!"
    let error = #expect(throws: PatternError.self) { try pattern.matches(text) }
    #expect(error?.code == "match_limit")
    #expect(try pattern.matches(String(repeating: "a", count: 64)))
  }

  @Test func aStepLimitIsKept() throws {
    let text = String(repeating: "a", count: 20) + "!"
    let pattern = try Pattern("^(?:a|b|aa)+$", limits: PatternLimits(steps: 100))
    #expect(throws: PatternError.limit(.steps)) { try pattern.matches(text) }
    #expect(try !Pattern("^(?:a|b|aa)+$").matches(text))
  }

  @Test func longTextsAreSearchedToTheirEnd() throws {
    // A search of a MiB takes some of the usual limit; here it is about the end, not the time.
    let limits = PatternLimits(time: 10_000_000_000)
    let filler = String(repeating: "lorem ipsum dolor sit amet, ", count: 40_000)
    let text = filler + "write to ops@example.org today"
    #expect(
      try Pattern("\\b\\w+@\\w+\\.\\w+\\b", limits: limits).firstMatch(in: text)?.range == filler.utf8.count
        + 9..<filler.utf8.count
        + 24)
    #expect(try Pattern("today", limits: limits).matches(text))
    #expect(try Pattern("(?s)^.*?@example", limits: limits).matches(text))
    #expect(try Pattern("tomorrow", limits: limits).firstMatch(in: text) == nil)
  }

  /// A match must be found wherever the edges of the first stage's rounds lie.
  @Test(arguments: ["(?<=x)y+z", "\\bxy+z", "x\\Ky+z", "(?:xy+z|q{2})", "(?<!y)y(?=y*z)"])
  func roundsChangeNoAnswer(source: String) throws {
    let pattern = try Pattern(source)
    for position in stride(from: 0, to: 6_000, by: 37) {
      let text = String(repeating: "é ", count: position) + "xyyz" + String(repeating: " é", count: 500)
      let match = try #require(try pattern.firstMatch(in: text))
      #expect([position * 3, position * 3 + 1].contains(match.range.lowerBound))
    }
  }

  /// What must stand in every match is looked for first; a letter may stand there in either case.
  @Test(arguments: [
    ("(?i)\\w+k", "xK"), ("[Aa]{2}", "aa"), ("x[Dd]{2}", "xDD"), ("(?i)a+d", "aD"), ("a+(?i:k)", "aK"),
    ("(?x) a+ (?i) k", "aK"), ("\\d+(?i)K", "1\u{212A}"), ("(?i)x+s", "xſ"),
    ("\\w+é", "aé"), ("a+\\Kb", "ab"), ("a+(?=b)", "ab"), ("(?<=b)a*", "b"), ("a+;|x", "x"), ("x*(?:a|)", ""),
    ("(?(?=a)a|b;)", "a"), ("a*?;", "a;"), ("(a)?;", ";"), ("(?|(a)|(b);)", "a"),
  ])
  func findsWhatOnlySeemsToBeMissing(source: String, text: String) throws {
    #expect(try Pattern(source).matches(text))
    #expect(try Pattern("(?:\(source))", options: .caseless).matches(text))
  }

  @Test func aPlaceThatThePatternNamesIsNotMoved() throws {
    let text = String(repeating: "-", count: 20_000) + "a"
    #expect(try Pattern("\\Ga").firstMatch(in: text) == nil)
    #expect(try Pattern("\\Ga").firstMatch(in: text, from: 20_000)?.range == 20_000..<20_001)
    #expect(try Pattern("-+(*COMMIT)b|a").firstMatch(in: text) == nil)
    #expect(try Pattern("^a").firstMatch(in: text) == nil)
  }
}
