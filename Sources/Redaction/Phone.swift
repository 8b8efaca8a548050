extension ShapeScan {
  // MARK: +44 20 7946 0958

  /// A number in the international form (ITU-T E.164): `+`, a country, 8 to 15 digits in all, one
  /// separator at most between groups, of which one may stand in parentheses.
  func internationalPhone(at plus: Int) -> Range<Int>? {
    guard isNumberStart(plus), (0x31...0x39).contains(byte(plus + 1)) else { return nil }
    // North America and Russia have ten digits after 1 and 7, and a group more is another number.
    let isFixed = byte(plus + 1) == UInt8(ascii: "1") || byte(plus + 1) == UInt8(ascii: "7")
    var digits = 0
    var end: Int?
    var place = plus + 1
    while true {
      let start = place
      while isDigit(byte(place)) { place += 1 }
      digits += place - start
      // Thousands are grouped likewise: +30 000 000.
      if digits > 15 || isZeros(start..<place) { break }
      if isFixed ? digits == 11 : digits >= 8, isNumberEnd(place) || separatorAt(bytes, place).kind != .none {
        end = place
        if start == plus + 1 { break }
      }
      guard let next = nextGroup(place, &digits) else { break }
      place = next
    }
    guard let end, isNumberEnd(end) else { return nil }
    return plus..<end
  }

  /// Where the next group begins, and whatever digits stand in parentheses before it.
  private func nextGroup(_ place: Int, _ digits: inout Int) -> Int? {
    var next = place + separatorAt(bytes, place).length
    if byte(next) == UInt8(ascii: "(") {
      let start = next + 1
      var close = start
      while isDigit(byte(close)) { close += 1 }
      guard (1...4).contains(close - start), byte(close) == UInt8(ascii: ")") else { return nil }
      // The zero of +49 (0)30 is not dialled.
      if close - start > 1 || byte(start) != 0x30 { digits += close - start }
      next = close + 1 + separatorAt(bytes, close + 1).length
    }
    return next > place && isDigit(byte(next)) ? next : nil
  }

  private func isZeros(_ range: Range<Int>) -> Bool {
    range.count == 3 && range.allSatisfy { byte($0) == UInt8(ascii: "0") }
  }

  // MARK: (415) 555-0100

  /// A national number whose first group stands in parentheses.
  func phoneInParentheses(at open: Int) -> Range<Int>? {
    guard !isWord(before(open)) else { return nil }
    var close = open + 1
    while isDigit(byte(close)), close - open <= 6 { close += 1 }
    let area = close - open - 1
    guard (2...5).contains(area), byte(close) == UInt8(ascii: ")") else { return nil }
    let next = close + 1 + separatorAt(bytes, close + 1).length
    guard isDigit(byte(next)) else { return nil }
    let rest = DigitGroups(bytes, from: next)
    if area == 3, byte(open + 1) != 0x30, rest.begins(3, 4), isNumberEnd(rest.end(of: 1)) {
      return open..<rest.end(of: 1)
    }
    guard byte(open + 1) == 0x30, (0x31...0x39).contains(byte(open + 2)), !rest.goesOn, rest.count <= 4,
      (10...11).contains(area + rest.total), isNumberEnd(rest.end)
    else { return nil }
    return open..<rest.end
  }

  // MARK: 415-555-0100, 020 7946 0958, 138-0013-8000

  /// A national number that begins with the first group.
  func nationalPhone(_ groups: DigitGroups) -> Range<Int>? {
    guard isNumberStart(groups.start) else { return nil }
    let end: Int?
    switch groups.digit(0, 0) {
    case 0: end = withTrunkPrefix(groups)
    case 1 where groups.begins(1, 3, 3, 4): end = isNorthAmerican(groups, from: 1) ? groups.end(of: 3) : nil
    case 1 where groups.begins(3, 4, 4) && groups.separator == .hyphen && groups.digit(0, 1) >= 3:
      end = groups.end(of: 2)
    case 1...9 where groups.begins(3, 3, 4): end = isNorthAmerican(groups, from: 0) ? groups.end(of: 2) : nil
    case 2...9 where groups.begins(3, 3): end = withSpaceAndHyphen(groups)
    case 2...9 where groups.length(0) == 10: end = isNamedPhone(groups.start) ? groups.end(of: 0) : nil
    default: end = nil
    }
    guard let end, isNumberEnd(end) else { return nil }
    return groups.start..<end
  }

  /// 3-3-4 digits. With hyphens hardly anything else looks so; with dots and spaces the area and
  /// the exchange must begin as they do there, and with spaces a word before must say what it is.
  private func isNorthAmerican(_ groups: DigitGroups, from area: Int) -> Bool {
    switch groups.separator {
    case .hyphen: true
    case .dot: groups.digit(area, 0) >= 2 && groups.digit(area + 1, 0) >= 2
    case .space: groups.digit(area, 0) >= 2 && groups.digit(area + 1, 0) >= 2 && isNamedPhone(groups.start)
    case .none, .slash: false
    }
  }

  /// 415 555-0100
  private func withSpaceAndHyphen(_ groups: DigitGroups) -> Int? {
    guard groups.separator == .space, groups.count == 2 else { return nil }
    let (kind, length) = separatorAt(bytes, groups.end)
    var end = groups.end + length
    while isDigit(byte(end)) { end += 1 }
    return kind == .hyphen && end - groups.end - length == 4 ? end : nil
  }

  /// 0, an area and a subscriber, 10 or 11 digits in 2 to 5 groups of one kind of separator; or in
  /// one group, where a word before says what it is.
  private func withTrunkPrefix(_ groups: DigitGroups) -> Int? {
    guard groups.digit(0, 1) != 0, (10...11).contains(groups.total), !groups.goesOn else { return nil }
    if groups.count == 1 { return isNamedPhone(groups.start) ? groups.end : nil }
    guard (2...5).contains(groups.length(0)), groups.count <= 5 else { return nil }
    if groups.separator == .slash, groups.count > 2 { return nil }
    // 01 02 03 04 05 06 counts.
    if groups.length(0) == 2, groups.separator == .space, before(groups.start) == UInt8(ascii: " "),
      isDigit(before(groups.start - 1))
    {
      return nil
    }
    return groups.end
  }

  /// Whether one of the words for a telephone stands close before a number.
  private func isNamedPhone(_ place: Int) -> Bool {
    let start = max(0, place - 20)
    let words: [StaticString] = ["phone", "mobile", "whatsapp", "tel:", "tel.", "fax", "cell:", "call me", "call us"]
    for word in words where place - start >= word.utf8CodeUnitCount {
      for begin in start...(place - word.utf8CodeUnitCount) where matches(word, at: begin) { return true }
    }
    return false
  }

  /// Whether a word in small letters stands at a place, in letters of either case.
  func matches(_ word: StaticString, at place: Int) -> Bool {
    guard place >= 0, place + word.utf8CodeUnitCount <= bytes.count else { return false }
    for offset in 0..<word.utf8CodeUnitCount {
      let byte = bytes[place + offset]
      guard (isLetter(byte) ? byte | 0x20 : byte) == word.utf8Start[offset] else { return false }
    }
    return true
  }
}
