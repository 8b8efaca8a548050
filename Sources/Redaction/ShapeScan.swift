/// One pass over a text that stops only at bytes which can betray a match.
///
/// Each byte is looked at a bounded number of times: a shape looks back no further than `floor`,
/// and either its length is bounded, or a failed match ends where the next one may begin.
struct ShapeScan {
  let bytes: UnsafeMutableBufferPointer<UInt8>
  private let shapes: Shapes
  private let masked: MaskedText
  /// The end of the last match or escape: no match begins before it.
  private(set) var floor = 0

  init(_ bytes: UnsafeMutableBufferPointer<UInt8>, _ shapes: Shapes) {
    self.bytes = bytes
    self.shapes = shapes
    masked = MaskedText(bytes)
  }

  mutating func run(_ count: inout RedactionCount) {
    shapes.signs.withUnsafeBufferPointer { signs in
      var place = 0
      while true {
        place = Self.nextSign(UnsafeBufferPointer(bytes), from: place, signs)
        guard place < bytes.count else { return }
        let sign = Shapes.Sign(rawValue: signs[Int(bytes[place])]) ?? .none
        place = isWorthALook(sign, at: place) ? look(sign, at: place, &count) : place + 1
      }
    }
  }

  /// The next byte that is a sign of anything. It takes no scan, so that all it uses stays in registers.
  @inline(never) private static func nextSign(
    _ bytes: UnsafeBufferPointer<UInt8>, from start: Int, _ signs: UnsafeBufferPointer<UInt8>
  ) -> Int {
    guard let first = bytes.baseAddress, let signs = signs.baseAddress else { return bytes.count }
    let count = bytes.count
    var place = start
    while count &- place >= 4 {
      if signs[Int(first[place])] != 0 { return place }
      if signs[Int(first[place &+ 1])] != 0 { return place &+ 1 }
      if signs[Int(first[place &+ 2])] != 0 { return place &+ 2 }
      if signs[Int(first[place &+ 3])] != 0 { return place &+ 3 }
      place &+= 4
    }
    while place < count, signs[Int(first[place])] == 0 { place &+= 1 }
    return place
  }

  /// Whether the neighbours of a byte that is frequent in prose can be those of a match.
  @inline(__always) private func isWorthALook(_ sign: Shapes.Sign, at place: Int) -> Bool {
    switch sign {
    case .letterB: byte(place + 2) | 0x20 == UInt8(ascii: "a") && byte(place + 5) | 0x20 == UInt8(ascii: "r")
    case .dash:
      isTokenByte(byte(place + 1)) && (byte(place + 1) == UInt8(ascii: "-") || KeyPrefix.isLast(byte(place - 1)))
    case .capitalA: (0x49...0x53).contains(byte(place + 1))
    case .capitalJ: byte(place - 1) == UInt8(ascii: "y")
    default: true
    }
  }

  /// Looks for a match around a byte, masks it, and returns where to go on, which is further on.
  private mutating func look(_ sign: Shapes.Sign, at place: Int, _ count: inout RedactionCount) -> Int {
    switch sign {
    case .none: return place + 1
    case .backslash: return passEscape(at: place, &count)
    case .at: return cover(email(at: place..<(place + 1)), from: place, &count.email)
    case .percent:
      guard byte(place + 1) == UInt8(ascii: "4"), byte(place + 2) == UInt8(ascii: "0") else { return place + 1 }
      return cover(email(at: place..<(place + 3)), from: place, &count.email)
    case .digit: return passDigits(at: place, &count)
    case .plus: return cover(internationalPhone(at: place), from: place, &count.phone)
    case .parenthesis: return cover(phoneInParentheses(at: place), from: place, &count.phone)
    case .dash:
      return cover(privateKey(at: place) ?? prefixedKey(endingAt: place), from: place, &count.apiKey)
    case .capitalA: return cover(capitalKey(at: place), from: place, &count.apiKey)
    case .capitalJ: return cover(webToken(at: place), from: place, &count.apiKey)
    case .letterB: return cover(bearerToken(at: place), from: place, &count.apiKey)
    }
  }

  private mutating func cover(_ match: Range<Int>?, from place: Int, _ count: inout Int) -> Int {
    guard let match else { return place + 1 }
    masked.mask(match)
    count += 1
    floor = match.upperBound
    return match.upperBound
  }

  /// Steps over an escape as a whole, so that no match begins inside one.
  private mutating func passEscape(at place: Int, _ count: inout RedactionCount) -> Int {
    var letter = place
    while letter < bytes.count, bytes[letter] == UInt8(ascii: "\\") { letter += 1 }
    guard let length = escapeLength(bytes, letter: letter) else { return letter }
    let end = letter + length
    if shapes.email, length == 5, spellsAt(letter + 1), let match = email(at: place..<end) {
      return cover(match, from: place, &count.email)
    }
    floor = end
    return end
  }

  /// Whether four hexadecimal digits are those of `@`.
  private func spellsAt(_ place: Int) -> Bool {
    byte(place) == 0x30 && byte(place + 1) == 0x30 && byte(place + 2) == 0x34 && byte(place + 3) == 0x30
  }

  private mutating func passDigits(at place: Int, _ count: inout RedactionCount) -> Int {
    if !isWord(before(place)) {
      let groups = DigitGroups(bytes, from: place)
      if shapes.creditCard, let match = card(groups) { return cover(match, from: place, &count.creditCard) }
      if shapes.phone, let match = nationalPhone(groups) { return cover(match, from: place, &count.phone) }
    }
    // Nothing begins in the middle of a word.
    var after = place + 1
    while after < bytes.count, isWord(bytes[after]) { after += 1 }
    return after
  }

  // MARK: What shapes look at

  /// The byte at a place; 0 outside of the text.
  @inline(__always) func byte(_ place: Int) -> UInt8 {
    place >= 0 && place < bytes.count ? bytes[place] : 0
  }

  /// The byte before a place; 0 where a match may begin whatever stands there.
  @inline(__always) func before(_ place: Int) -> UInt8 { place > floor ? byte(place - 1) : 0 }

  /// Whether a number that begins at a place is one of its own, and no part of an identifier, a
  /// decimal, a sum or a price.
  func isNumberStart(_ place: Int) -> Bool {
    let near = before(place)
    switch near {
    case UInt8(ascii: "-"), UInt8(ascii: "."): return !isWord(before(place - 1))
    case UInt8(ascii: "+"), UInt8(ascii: "$"), UInt8(ascii: "#"): return false
    default: return !isWord(near)
    }
  }

  /// Whether a number that ends before a place does not go on.
  func isNumberEnd(_ place: Int) -> Bool {
    let next = byte(place)
    switch next {
    case UInt8(ascii: "-"): return !isWord(byte(place + 1))
    case UInt8(ascii: "."): return !isDigit(byte(place + 1))
    default: return !isWord(next)
    }
  }
}
