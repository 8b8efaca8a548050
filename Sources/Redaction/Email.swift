extension ShapeScan {
  /// RFC 5321, section 4.5.3.1.
  private static var longestLocal: Int { 64 }
  private static var longestDomain: Int { 255 }

  /// The address around an `@`, however that is spelled: letters, digits and `._%+-'` before it,
  /// and a name with at least one dot after it, whose last part is letters.
  func email(at sign: Range<Int>) -> Range<Int>? {
    let start = localStart(sign.lowerBound)
    guard start < sign.lowerBound, let end = domainEnd(sign.upperBound) else { return nil }
    // git@example.com:team/project.git is a place, and icon@2x.png a file.
    if bytes[start..<sign.lowerBound].elementsEqual("git".utf8), byte(end) == UInt8(ascii: ":") { return nil }
    if (0x31...0x34).contains(byte(sign.upperBound)), byte(sign.upperBound + 1) == UInt8(ascii: "x"),
      byte(sign.upperBound + 2) == UInt8(ascii: ".")
    {
      return nil
    }
    return start..<end
  }

  private func localStart(_ end: Int) -> Int {
    let lowest = max(floor, end - Self.longestLocal)
    var start = end
    while start > lowest {
      let byte = bytes[start - 1]
      if isWord(byte) || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "+") || byte == UInt8(ascii: "-")
        || byte == UInt8(ascii: "%")
      {
        start -= 1
      } else if byte == UInt8(ascii: "'"), start - 1 > lowest, start < end, isLetter(bytes[start - 2]) {
        start -= 1  // o'neill, but not 'john
      } else if byte & 0xC0 == 0x80, start - 1 > lowest, isLetterLead(bytes[start - 2]) {
        start -= 2
      } else {
        break
      }
    }
    // A sentence may end before an address, and a list's dash stands before one.
    while start < end, bytes[start] == UInt8(ascii: ".") || bytes[start] == UInt8(ascii: "-") { start += 1 }
    return start
  }

  private func domainEnd(_ start: Int) -> Int? {
    let highest = min(bytes.count, start + Self.longestDomain)
    var place = start
    var labelStart = start
    // Where the last label ended that can be the last one.
    var end: Int?
    var labels = 0
    while true {
      while place < highest {
        if isLetter(bytes[place]) || isDigit(bytes[place]) {
          place += 1
        } else if bytes[place] == UInt8(ascii: "-"), place > labelStart {
          place += 1
        } else if place + 1 < highest, isLetterLead(bytes[place]), bytes[place + 1] & 0xC0 == 0x80 {
          place += 2
        } else {
          break
        }
      }
      guard place > labelStart else { break }
      labels += 1
      if labels > 1, isTopLevel(labelStart..<place) { end = place }
      guard place + 1 < highest, bytes[place] == UInt8(ascii: ".") else { break }
      place += 1
      labelStart = place
    }
    return end
  }

  /// At least two letters and nothing else, or a name in Punycode (RFC 3696, section 2).
  private func isTopLevel(_ label: Range<Int>) -> Bool {
    guard label.count >= 2 else { return false }
    if label.count > 4, bytes[label.lowerBound..<(label.lowerBound + 4)].elementsEqual("xn--".utf8) { return true }
    return label.allSatisfy { isLetter(bytes[$0]) || bytes[$0] >= 0x80 }
  }

  /// The first byte of a letter with two bytes: Latin with marks, Greek, Cyrillic, Arabic, Hebrew
  /// and others whose words stand apart. Scripts that write without spaces have three bytes.
  @inline(__always) private func isLetterLead(_ byte: UInt8) -> Bool { (0xC3...0xDF).contains(byte) }
}
