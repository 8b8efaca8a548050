internal import Patterns

/// Masks texts one after the other, and counts.
struct TextMask {
  private let redactor: Redactor
  private let deadline: Int64
  private let clock: @Sendable () -> Int64
  var count = RedactionCount()
  private var found: [Range<Int>] = []

  /// Matches of one pattern in one text; a text with more is masked whole.
  static let mostMatches = 10_000

  init(_ redactor: Redactor, deadline: Int64, clock: @escaping @Sendable () -> Int64) {
    self.redactor = redactor
    self.deadline = deadline
    self.clock = clock
  }

  mutating func mask(_ text: UnsafeMutableBufferPointer<UInt8>) {
    guard !text.isEmpty else { return }
    // Patterns see the text as it came; what the shapes mask is then masked already.
    if !redactor.patterns.isEmpty {
      guard findPatterns(in: text) else {
        count.unsearched += 1
        MaskedText(text).mask(0..<text.count)
        return
      }
    }
    if !redactor.shapes.isEmpty {
      var scan = ShapeScan(text, redactor.shapes)
      scan.run(&count)
    }
    guard !found.isEmpty else { return }
    let masked = MaskedText(text)
    for range in found { masked.mask(range) }
    count.pattern += found.count
  }

  /// False if any pattern could not search all of the text.
  private mutating func findPatterns(in text: UnsafeMutableBufferPointer<UInt8>) -> Bool {
    found.removeAll(keepingCapacity: true)
    if let known = try? UTF8Span(validating: UnsafeBufferPointer(text).span) { return find(in: known, text) }
    // A search wants well-formed text: the same one, with each wrong byte replaced.
    let repaired = wellFormed(text)
    guard let known = try? UTF8Span(validating: repaired.span) else { return false }
    return find(in: known, text)
  }

  private mutating func find(in known: UTF8Span, _ text: UnsafeMutableBufferPointer<UInt8>) -> Bool {
    for pattern in redactor.patterns {
      var from = 0
      var matches = 0
      while from <= text.count {
        guard clock() < deadline else { return false }
        let match: PatternMatch?
        do { match = try pattern.firstMatch(in: known, from: from) } catch { return false }
        guard let range = match?.range else { break }
        if range.isEmpty {
          from = max(from, range.upperBound) + 1
          while from < text.count, text[from] & 0xC0 == 0x80 { from += 1 }
          continue
        }
        matches += 1
        guard matches <= Self.mostMatches else { return false }
        found.append(range)
        // A lookbehind may let a match end before the place where the search began.
        from = max(from + 1, range.upperBound)
        while from < text.count, text[from] & 0xC0 == 0x80 { from += 1 }
      }
    }
    return true
  }
}

/// A copy of the same length in which each byte that belongs to no character is `?`.
private func wellFormed(_ text: UnsafeMutableBufferPointer<UInt8>) -> [UInt8] {
  var copy = Array(text)
  var place = 0
  while place < copy.count {
    let length = characterLength(text, at: place)
    if length == 1, copy[place] >= 0x80 { copy[place] = UInt8(ascii: "?") }
    place += length
  }
  return copy
}
