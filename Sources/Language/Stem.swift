/// The stem of an English word: irregular forms by a table, endings by a few rules.
///
/// It need not be a word: *making*, *makes* and *made* all give `mak`. Words with letters beyond `a`–`z` stay as they are.
enum Stem {
  /// Reduces a word in lower case.
  static func reduce(_ word: inout [UInt8]) {
    if word.count < 3 || word.contains(where: { $0 &- 0x61 >= 26 }) {
      // Two letters may be irregular too: *is*, *am*.
      if word.count == 2, let lemma = Lexicon.shared.irregular(word) { word = lemma }
      return
    }
    if let lemma = Lexicon.shared.irregular(word) { word = lemma }
    reduceEndings(&word)
  }

  /// The rules alone, on letters `a`–`z`.
  static func reduceEndings(_ word: inout [UInt8]) {
    dropPlural(&word)
    dropVerbEnding(&word)
    if word.count > 2, word.last == y, !isVowel(word[word.count - 2]) { word[word.count - 1] = i }
    if word.count > 3, word.last == e { word.removeLast() }
  }

  private static func dropPlural(_ word: inout [UInt8]) {
    guard word.count > 3, word.last == s else { return }
    let n = word.count
    switch word[n - 2] {
    // *pass*, *bus*, *basis*
    case s, u, i: return
    case e where word[n - 3] == i && n > 4:
      word.removeLast(3)
      word.append(y)
    case e where endsSibilant(word[..<(n - 2)]):
      word.removeLast(2)
    default: word.removeLast()
    }
  }

  private static func endsSibilant(_ word: ArraySlice<UInt8>) -> Bool {
    switch word.last {
    case x, z: true
    case s: word.dropLast().last == s
    case h: word.dropLast().last == s || word.dropLast().last == c
    default: false
    }
  }

  private static func dropVerbEnding(_ word: inout [UInt8]) {
    for ending in endings where word.count - ending.count >= 3 && word.suffix(ending.count).elementsEqual(ending) {
      let rest = word.dropLast(ending.count)
      guard rest.contains(where: isVowel) else { return }
      word.removeLast(ending.count)
      let n = word.count
      if ending != ly, n > 3, word[n - 1] == word[n - 2], word[n - 1] != l, word[n - 1] != s, word[n - 1] != z,
        !isVowel(word[n - 1])
      {
        word.removeLast()
      }
      return
    }
  }

  private static let ly = Array("ly".utf8)
  private static let endings = ["ingly", "edly", "ing", "ed"].map { Array($0.utf8) } + [ly]
  private static func isVowel(_ byte: UInt8) -> Bool {
    byte == 0x61 || byte == e || byte == i || byte == 0x6F || byte == u || byte == y
  }
  private static let (c, e, h, i, l): (UInt8, UInt8, UInt8, UInt8, UInt8) = (0x63, 0x65, 0x68, 0x69, 0x6C)
  private static let (s, u, x, y, z): (UInt8, UInt8, UInt8, UInt8, UInt8) = (0x73, 0x75, 0x78, 0x79, 0x7A)
}
