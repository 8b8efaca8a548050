import Patterns

/// How a case went.
enum PCRE2Outcome: Equatable {
  case passed
  case skipped(String)
  case failed(String)
}

extension PCRE2Case {
  /// Searches with our `Pattern` and compares with what PCRE2 printed.
  ///
  /// Nil for a pattern alone that compiles, as it should: its subjects are cases of their own.
  func run() -> PCRE2Outcome? {
    if let reason = reasonToSkipPattern() { return .skipped(reason) }
    let source = prefix + String(decoding: pattern, as: UTF8.self)
    let compiled = Result { () throws(PatternError) in
      // One of them takes about as long as our limit is: on a busy machine longer.
      try Pattern(source, options: options, limits: PatternLimits(time: 60_000_000_000))
    }
    let isRefused = printed.first?.hasPrefix("Failed: ") == true
    switch compiled {
    case .failure(let error):
      if subject != nil { return .skipped("a pattern that does not compile") }
      return isRefused ? compare(error) : refused(error)
    case .success(let compiled):
      guard let subject else {
        return isRefused ? refusedByThem() : nil
      }
      return search(compiled, subject)
    }
  }

  // MARK: Patterns

  private static let readByOption = ["i": PatternOptions.caseless, "m": .multiline, "s": .dotAll]
  private static let readByPrefix = [
    "x": "(?x)", "xx": "(?xx)", "extended": "(?x)", "n": "(?n)", "dupnames": "(?J)", "ungreedy": "(?U)",
    "no_start_optimize": "(*NO_START_OPT)", "no_auto_possess": "(*NO_AUTO_POSSESS)",
  ]
  /// They print more, or choose how the test runs, and change no match.
  private static let ofNoMeaning: Set = [
    "utf", "ucp", "B", "I", "info", "fullbincode", "bincode", "g", "aftertext", "mark", "subject_literal",
    "jitstack=256", "use_offset_limit",
  ]

  private var options: PatternOptions { PatternOptions(modifiers.compactMap { Self.readByOption[$0] }) }

  /// What stands first must stay first: `(*UCP)` and the like.
  private var prefix: String {
    let parts = modifiers.compactMap { Self.readByPrefix[$0] }
    return parts.filter { $0.hasPrefix("(*") }.joined() + parts.filter { $0.hasPrefix("(?") }.joined()
  }

  private var isUTF: Bool { modifiers.contains("utf") || begins(with: "(*UTF)") || begins(with: "(*UTF8)") }
  private var isUCP: Bool { modifiers.contains("ucp") || begins(with: "(*UCP)") }

  private func begins(with verb: String) -> Bool {
    let text = String(decoding: pattern, as: UTF8.self)
    return text.hasPrefix("(*") && text.contains(verb)
  }

  private func reasonToSkipPattern() -> String? {
    let known = Self.ofNoMeaning.union(Self.readByOption.keys).union(Self.readByPrefix.keys)
    if modifiers.contains(where: { !known.contains($0) }) { return "a modifier of pcre2test" }
    guard let text = String(validating: pattern, as: UTF8.self) else { return "a pattern that is no UTF-8" }
    if !isUTF, !text.utf8.allSatisfy({ $0 < 0x80 }) { return "bytes above 127 without utf" }
    if text.contains("(?C") { return "callouts" }
    if prefix.contains("(?"), text.hasPrefix("(*") { return "a modifier of pcre2test" }
    return nil
  }

  private func refused(_ error: PatternError) -> PCRE2Outcome {
    if case .tooLarge = error { return .skipped("a pattern larger than we compile") }
    if String(decoding: pattern, as: UTF8.self).contains("\\C") { return .skipped("\\C, which we refuse") }
    return .failed("is refused: \(error)")
  }

  private func refusedByThem() -> PCRE2Outcome {
    if printed[0].contains("PCRE2_NEVER") { return .skipped("a modifier of pcre2test") }
    // Characters above 255, and what needs them, only compile in UTF mode.
    return isUTF ? .failed("compiles, but PCRE2 says: \(printed[0])") : .skipped("refused without utf only")
  }

  private func compare(_ error: PatternError) -> PCRE2Outcome {
    let found: String
    switch error {
    case .invalid(let message, let offset): found = " at offset \(offset - prefix.utf8.count): \(message)"
    case .tooLarge(let message): found = ": \(message)"
    default: return .failed("\(error)")
    }
    // The order of what is looked at differs: without utf much is wrong at once.
    if !isUTF, printed[0].contains("Unicode") { return .skipped("refused without utf only") }
    return printed[0].hasSuffix(found)
      ? .passed
      : printed[0].contains("error 1") && error.code == "pattern_too_large"
        ? .passed : .failed("'\(printed[0])', found\(found)")
  }

  // MARK: Subjects

  private func search(_ compiled: Pattern, _ line: Bytes) -> PCRE2Outcome {
    guard
      let subject = PCRE2Subject(line, isUTF: isUTF, isLiteral: modifiers.contains("subject_literal")),
      subject.modifiers.isEmpty
    else { return .skipped("a subject's escape or modifier of pcre2test") }
    guard let text = String(validating: subject.bytes, as: UTF8.self) else {
      return .skipped("a subject that is no UTF-8")
    }
    if !text.utf8.allSatisfy({ $0 < 0x80 }) {
      if !isUTF { return .skipped("bytes above 127 without utf") }
      if !isUCP, dependsOnProperties { return .skipped("utf without ucp; ours always has both") }
    }
    let expected = printed.filter { !$0.hasPrefix("MK: ") && !$0.hasPrefix(" 0+ ") }.map {
      $0.hasPrefix("No match, mark") ? "No match" : $0
    }
    if expected.contains(where: { $0.hasPrefix("Failed: ") || $0.hasPrefix("Matched, but") }) {
      return .skipped("an error while PCRE2 searches")
    }
    if !isUCP, modifiers.contains("i"), dependsOnCase { return .skipped("utf without ucp; ours always has both") }
    do throws(PatternError) {
      var found: [String] = []
      var from = 0
      repeat {
        guard let match = try compiled.firstMatch(in: text, from: from) else { break }
        found += shown(match, in: subject.bytes)
        if modifiers.contains("g"), match.range.isEmpty { return .skipped("g after an empty match") }
        from = match.range.upperBound
      } while modifiers.contains("g")
      if found.isEmpty { found = ["No match"] }
      return found == expected ? .passed : .failed("expected \(expected), found \(found)")
    } catch {
      return .failed("\(error)")
    }
  }

  /// Whether it asks for word characters, digits, white space or POSIX classes.
  private var dependsOnProperties: Bool {
    let text = String(decoding: pattern, as: UTF8.self)
    return ["\\w", "\\W", "\\d", "\\D", "\\s", "\\S", "\\b", "\\B", "[:"].contains { text.contains($0) }
  }

  /// Under ucp the two keep their meaning where case is ignored.
  private var dependsOnCase: Bool {
    let text = String(decoding: pattern, as: UTF8.self)
    return ["[:upper:]", "[:lower:]"].contains { text.contains($0) }
  }

  private func shown(_ match: PatternMatch, in subject: [UInt8]) -> [String] {
    let last = match.groups.lastIndex { $0 != nil } ?? 0
    return match.groups[...last].enumerated().map { number, range in
      let label = number < 10 ? " \(number)" : "\(number)"
      return "\(label): \(range.map { shown(subject[$0]) } ?? "<unset>")"
    }
  }

  private func shown(_ bytes: Bytes) -> String {
    String(decoding: bytes, as: UTF8.self).unicodeScalars.map { scalar in
      if (0x20..<0x7F).contains(scalar.value) { return String(scalar) }
      let hex = String(scalar.value, radix: 16)
      let digits = hex.count < 2 ? "0" + hex : hex
      return isUTF ? "\\x{\(digits)}" : "\\x\(digits)"
    }.joined()
  }
}
