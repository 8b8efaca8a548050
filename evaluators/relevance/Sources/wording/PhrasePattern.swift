/// A few words to look for: `i can't|cannot ~2 help|assist with*`.
///
/// `|` separates alternatives, `*` at the end of a word stands for any ending, `~2` for up to two
/// words whatever they are.
struct PhrasePattern: Sendable {
  private enum Part: Sendable {
    case words([String], prefixes: [String])
    case gap(Int)
  }

  private let parts: [Part]

  init(_ pattern: String) {
    parts = pattern.split(separator: " ").map { part in
      if part.hasPrefix("~"), let most = Int(part.dropFirst()) { return .gap(most) }
      let alternatives = part.split(separator: "|")
      return .words(
        alternatives.filter { !$0.hasSuffix("*") }.map(String.init),
        prefixes: alternatives.filter { $0.hasSuffix("*") }.map { String($0.dropLast()) })
    }
  }

  /// The words that a match may begin with; nil if they can not be listed.
  var firstWords: [String]? {
    guard case .words(let words, let prefixes) = parts.first, prefixes.isEmpty else { return nil }
    return words
  }

  /// Where a match that begins at `start` ends; nil if none does. The shortest gaps come first.
  func end(in words: [Wording.Word], from start: Int, to limit: Int) -> Int? {
    end(in: words, from: start, to: limit, part: 0)
  }

  // The recursion is as deep as the pattern has parts, and patterns are ours.
  private func end(in words: [Wording.Word], from start: Int, to limit: Int, part: Int) -> Int? {
    guard part < parts.count else { return start }
    switch parts[part] {
    case .words(let whole, let prefixes):
      guard start < limit else { return nil }
      let word = words[start].text
      guard whole.contains(word) || prefixes.contains(where: word.hasPrefix) else { return nil }
      return end(in: words, from: start + 1, to: limit, part: part + 1)
    case .gap(let most):
      for skipped in 0...most where start + skipped <= limit {
        if let end = end(in: words, from: start + skipped, to: limit, part: part + 1) { return end }
      }
      return nil
    }
  }
}

/// Patterns that mean the same, found by their first words.
struct PhraseBook: Sendable {
  private var byFirstWord: [String: [PhrasePattern]] = [:]
  private var others: [PhrasePattern] = []

  /// One pattern a line.
  init(_ lines: String) {
    for line in lines.split(separator: "\n") {
      let pattern = PhrasePattern(String(line))
      guard let words = pattern.firstWords else {
        others.append(pattern)
        continue
      }
      for word in words { byFirstWord[word, default: []].append(pattern) }
    }
  }

  /// The first match within a span of words.
  func match(in text: Wording, _ span: Range<Int>) -> Range<Int>? {
    for start in span {
      if let end = end(in: text, from: start, to: span.upperBound) { return start..<end }
    }
    return nil
  }

  func matches(_ text: Wording) -> Bool { match(in: text, text.words.indices) != nil }

  private func end(in text: Wording, from start: Int, to limit: Int) -> Int? {
    for pattern in byFirstWord[text.words[start].text] ?? [] {
      if let end = pattern.end(in: text.words, from: start, to: limit) { return end }
    }
    for pattern in others {
      if let end = pattern.end(in: text.words, from: start, to: limit) { return end }
    }
    return nil
  }
}
