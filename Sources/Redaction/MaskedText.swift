/// A text in which ranges are covered by characters of the same number and length.
///
/// JSON in it stays JSON: quotation marks are never covered, nor the backslashes before one, an
/// escape is covered whole or begins no range, and a number becomes a number.
struct MaskedText {
  private let bytes: UnsafeMutableBufferPointer<UInt8>

  init(_ bytes: UnsafeMutableBufferPointer<UInt8>) { self.bytes = bytes }

  /// Covers a range. ASCII becomes `*`, and the others U+00D7, U+2588 and U+1F512 by their
  /// length in UTF-8.
  func mask(_ range: Range<Int>) {
    let end = min(range.upperBound, bytes.count)
    var place = escapeEnd(around: range.lowerBound)
    let cover = place < end && isJSONNumber(place..<end) ? UInt8(ascii: "1") : UInt8(ascii: "*")
    while place < end {
      switch bytes[place] {
      case UInt8(ascii: "\""): place += 1
      case UInt8(ascii: "\\"):
        var after = place
        while after < bytes.count, bytes[after] == UInt8(ascii: "\\") { after += 1 }
        // The rest of the backslashes would mean something else.
        if after > end { return }
        if after < bytes.count, bytes[after] == UInt8(ascii: "\"") {
          place = after
        } else {
          for backslash in place..<after { bytes[backslash] = UInt8(ascii: "*") }
          place = after
        }
      default:
        let length = characterLength(bytes, at: place)
        guard place + length <= end else { return }
        coverCharacter(at: place, length, cover)
        place += length
      }
    }
  }

  private func coverCharacter(at place: Int, _ length: Int, _ cover: UInt8) {
    switch length {
    case 2:
      bytes[place] = 0xC3
      bytes[place + 1] = 0x97
    case 3:
      bytes[place] = 0xE2
      bytes[place + 1] = 0x96
      bytes[place + 2] = 0x88
    case 4:
      bytes[place] = 0xF0
      bytes[place + 1] = 0x9F
      bytes[place + 2] = 0x94
      bytes[place + 3] = 0x92
    default: bytes[place] = cover
    }
  }

  /// A place, or where the escape ends in whose middle it lies.
  private func escapeEnd(around place: Int) -> Int {
    // The sixth byte of \u00e9 is the last one.
    for start in stride(from: place - 1, through: max(0, place - 5), by: -1) {
      guard bytes[start] == UInt8(ascii: "\\") else { continue }
      var letter = start
      while letter < bytes.count, bytes[letter] == UInt8(ascii: "\\") { letter += 1 }
      let end = escapeLength(bytes, letter: letter).map { letter + $0 } ?? (letter > place ? letter : place)
      return max(place, end)
    }
    return place
  }

  /// Whether a range is a number of a JSON text, as far as its neighbours tell.
  private func isJSONNumber(_ range: Range<Int>) -> Bool {
    guard let first = bytes.first(where: { $0 > 0x20 }), first == UInt8(ascii: "{") || first == UInt8(ascii: "["),
      range.allSatisfy({ isDigit(bytes[$0]) })
    else { return false }
    var before = range.lowerBound - 1
    while before > 0, bytes[before] == UInt8(ascii: " ") { before -= 1 }
    var after = range.upperBound
    while after < bytes.count, bytes[after] <= 0x20 { after += 1 }
    guard before >= 0, after < bytes.count else { return false }
    return ":,[".utf8.contains(bytes[before]) && ",]}".utf8.contains(bytes[after])
  }
}
