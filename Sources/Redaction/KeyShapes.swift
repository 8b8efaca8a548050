/// How the keys of a service begin, and how long what follows is at least.
struct KeyPrefix {
  var text: StaticString
  var shortest: Int

  init(_ text: StaticString, _ shortest: Int) {
    self.text = text
    self.shortest = shortest
  }

  /// Whether a byte stands before the end of any of them.
  @inline(__always) static func isLast(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a"), UInt8(ascii: "b"), UInt8(ascii: "c"), UInt8(ascii: "e"), UInt8(ascii: "f"),
      UInt8(ascii: "i"), UInt8(ascii: "k"), UInt8(ascii: "m"), UInt8(ascii: "o"), UInt8(ascii: "p"),
      UInt8(ascii: "r"), UInt8(ascii: "s"), UInt8(ascii: "t"), UInt8(ascii: "u"), UInt8(ascii: "x"),
      UInt8(ascii: "y"), UInt8(ascii: "8"):
      true
    default: false
    }
  }

  /// Each ends with `-` or `_`, where the scan stops.
  static let all: [KeyPrefix] = [
    KeyPrefix("sk-", 20), KeyPrefix("sk_live_", 16), KeyPrefix("sk_test_", 16), KeyPrefix("rk_live_", 16),
    KeyPrefix("rk_test_", 16), KeyPrefix("assay_", 20), KeyPrefix("ghp_", 30), KeyPrefix("gho_", 30),
    KeyPrefix("ghu_", 30), KeyPrefix("ghs_", 30), KeyPrefix("ghr_", 30), KeyPrefix("github_pat_", 30),
    KeyPrefix("glpat-", 18), KeyPrefix("xoxb-", 16), KeyPrefix("xoxa-", 16), KeyPrefix("xoxp-", 16),
    KeyPrefix("xoxr-", 16), KeyPrefix("xoxs-", 16), KeyPrefix("xoxe-", 16), KeyPrefix("xapp-", 16),
    KeyPrefix("xai-", 30), KeyPrefix("gsk_", 30), KeyPrefix("hf_", 30), KeyPrefix("pplx-", 30),
    KeyPrefix("npm_", 30), KeyPrefix("whsec_", 24), KeyPrefix("r8_", 30),
  ]
}

extension ShapeScan {
  /// A key with a prefix, of which a `-` or `_` is the end: `sk-…`, `ghp_…`, `xoxb-…`, `assay_…`.
  ///
  /// What follows must have a digit, and a long run without `-` and `_`, as random text has and
  /// names made of words have not.
  func prefixedKey(endingAt mark: Int) -> Range<Int>? {
    guard let prefix = KeyPrefix.all.first(where: { ends($0.text, at: mark) }) else { return nil }
    let start = mark + 1 - prefix.text.utf8CodeUnitCount
    guard start >= floor, !isTokenByte(before(start)) else { return nil }
    var end = mark + 1
    var hasDigit = false
    var run = 0
    var longest = 0
    while isTokenByte(byte(end)) {
      let byte = bytes[end]
      if isDigit(byte) { hasDigit = true }
      run = byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_") ? 0 : run + 1
      longest = max(longest, run)
      end += 1
    }
    guard hasDigit, end - mark - 1 >= prefix.shortest, longest >= 12 else { return nil }
    return start..<end
  }

  private func ends(_ word: StaticString, at last: Int) -> Bool {
    let length = word.utf8CodeUnitCount
    guard last + 1 >= length, bytes[last] == word.utf8Start[length - 1] else { return false }
    for offset in 1..<length where bytes[last - offset] != word.utf8Start[length - 1 - offset] { return false }
    return true
  }

  /// `AKIA…`, `ASIA…` (16 more capitals and digits) and `AIza…` (35 more).
  func capitalKey(at place: Int) -> Range<Int>? {
    guard !isTokenByte(before(place)) else { return nil }
    let isAmazon = begins("AKIA", at: place) || begins("ASIA", at: place)
    guard isAmazon || begins("AIza", at: place) else { return nil }
    let end = place + (isAmazon ? 20 : 39)
    guard end <= bytes.count, !isWord(byte(end)) else { return nil }
    for inner in (place + 4)..<end {
      let byte = bytes[inner]
      guard isAmazon ? isDigit(byte) || (0x41...0x5A).contains(byte) : isTokenByte(byte) else { return nil }
    }
    return place..<end
  }

  /// A JSON Web Token (RFC 7519) by the `J` of `eyJ`, which is `{"` in base 64.
  func webToken(at letter: Int) -> Range<Int>? {
    let start = letter - 2
    guard start >= floor, begins("eyJ", at: start), !isTokenByte(before(start)) else { return nil }
    var place = start
    for part in 0..<3 {
      let begin = place
      while isTokenByte(byte(place)) { place += 1 }
      // The signature of an unsigned token is empty.
      guard place - begin >= (part < 2 ? 8 : 0) else { return nil }
      if part < 2 {
        guard byte(place) == UInt8(ascii: ".") else { return nil }
        place += 1
      }
    }
    return start..<place
  }

  /// The token of `Bearer …` (RFC 6750), without the word.
  func bearerToken(at place: Int) -> Range<Int>? {
    guard matches("bearer", at: place), !isWord(before(place)) else { return nil }
    var start = place + 6
    while byte(start) == UInt8(ascii: " "), start - place < 10 { start += 1 }
    guard start > place + 6 else { return nil }
    var end = start
    var hasDigit = false
    while isBearerByte(byte(end)) {
      if isDigit(bytes[end]) { hasDigit = true }
      end += 1
    }
    // Full stops end sentences too.
    while end > start, bytes[end - 1] == UInt8(ascii: ".") { end -= 1 }
    return hasDigit && end - start >= 16 ? start..<end : nil
  }

  private func isBearerByte(_ byte: UInt8) -> Bool { isTokenByte(byte) || ".~+/=".utf8.contains(byte) }

  /// A private key in PEM (RFC 7468), to its end line; one that was cut, to the next quotation
  /// mark or the end of the text.
  func privateKey(at dash: Int) -> Range<Int>? {
    guard begins("-----BEGIN ", at: dash) else { return nil }
    var place = dash + 11
    while place < bytes.count, place - dash < 60, bytes[place] != UInt8(ascii: "-") { place += 1 }
    guard place >= dash + 22,
      begins("PRIVATE KEY-----", at: place - 11) || begins("PRIVATE KEY BLOCK-----", at: place - 17)
    else { return nil }
    place += 5
    while place < bytes.count, bytes[place] != UInt8(ascii: "\"") {
      if bytes[place] == UInt8(ascii: "-"), begins("-----END ", at: place) {
        place += 9
        while place < bytes.count, isLetter(bytes[place]) || bytes[place] == UInt8(ascii: " ") { place += 1 }
        while byte(place) == UInt8(ascii: "-") { place += 1 }
        return dash..<place
      }
      place += 1
    }
    return dash..<place
  }

  private func begins(_ word: StaticString, at place: Int) -> Bool {
    guard place >= 0, place + word.utf8CodeUnitCount <= bytes.count else { return false }
    for offset in 0..<word.utf8CodeUnitCount where bytes[place + offset] != word.utf8Start[offset] { return false }
    return true
  }
}
