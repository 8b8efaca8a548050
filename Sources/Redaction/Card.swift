extension ShapeScan {
  /// The number of a payment card (ISO/IEC 7812-1) that begins with the first group.
  func card(_ groups: DigitGroups) -> Range<Int>? {
    let first = groups.length(0)
    let used: Int
    if (13...19).contains(first) {
      used = 1
    } else if groups.separator == .space || groups.separator == .hyphen {
      if groups.begins(4, 4, 4, 4) {
        used = groups.count > 4 && groups.length(4) <= 3 && groups.separator == .hyphen ? 5 : 4
      } else if groups.begins(4, 6, 5) || groups.begins(4, 6, 4) {
        used = 3
      } else if groups.begins(8, 8) {
        used = 2
      } else {
        return nil
      }
    } else {
      return nil
    }
    let match = groups.start..<groups.end(of: used - 1)
    guard isNumberStart(match.lowerBound), isNumberEnd(match.upperBound), isCard(match) else { return nil }
    // Three digits after a space may belong to it (19 digits), or be its security code.
    if used == 4, groups.length(4) == 3, isCard(groups.start..<groups.end(of: 4)) {
      return groups.start..<groups.end(of: 4)
    }
    return match
  }

  private func isCard(_ range: Range<Int>) -> Bool {
    var digits = 0
    var prefix = 0
    var sum = 0
    // The check digit is the first from the right, so that its parity is known only there.
    var alternate = false
    for place in range.reversed() where isDigit(bytes[place]) {
      var digit = Int(bytes[place] &- 0x30)
      if alternate { digit = digit > 4 ? digit * 2 - 9 : digit * 2 }
      sum += digit
      alternate.toggle()
      digits += 1
    }
    guard (13...19).contains(digits), sum.isMultiple(of: 10) else { return false }
    var read = 0
    for place in range where isDigit(bytes[place]) && read < 4 {
      prefix = prefix * 10 + Int(bytes[place] &- 0x30)
      read += 1
    }
    return Self.isIssued(prefix: prefix, length: digits)
  }

  /// Whether numbers of a length begin with four digits: the ranges that networks publish.
  private static func isIssued(prefix: Int, length: Int) -> Bool {
    switch prefix {
    case 4000...4999: [13, 16, 19].contains(length)  // Visa
    case 5100...5599, 2221...2720: length == 16  // Mastercard
    case 3400...3499, 3700...3799: length == 15  // American Express
    case 3000...3059, 3095, 3600...3699, 3800...3999: (14...19).contains(length)  // Diners Club
    case 6011, 6440...6499, 6500...6599: (16...19).contains(length)  // Discover
    case 3528...3589: (16...19).contains(length)  // JCB
    case 6200...6299, 8100...8171: (16...19).contains(length)  // UnionPay
    case 5000...5099, 5600...5899, 6000...6999: (13...19).contains(length)  // Maestro, RuPay, Elo
    case 2200...2204: (16...19).contains(length)  // Mir
    default: false
    }
  }
}
