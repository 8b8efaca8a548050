/// A moment as tables write it, in whole seconds since 1970-01-01.
package enum WrittenTime {
  /// `2014-04-01 00:00:00` (taken as UTC), RFC 3339 as `2026-08-21T12:00:00.5+02:00`, a date
  /// alone, or a number since 1970: seconds, and by its size milli-, micro- or nanoseconds.
  /// Fractions of a second are cut off. Nil for anything else.
  package static func seconds(_ text: some RandomAccessCollection<UInt8>) -> Int64? {
    guard text.count <= 40 else { return nil }
    let bytes = Array(text)
    return calendar(bytes) ?? number(bytes)
  }

  private static func number(_ bytes: [UInt8]) -> Int64? {
    let whole = bytes.prefix { $0 != UInt8(ascii: ".") }
    let fraction = bytes.dropFirst(whole.count + 1)
    guard fraction.allSatisfy(isDigit), let value = Int64(String(decoding: whole, as: UTF8.self)) else { return nil }
    return switch value.magnitude {
    case ..<100_000_000_000: value
    case ..<100_000_000_000_000: value / 1_000
    case ..<100_000_000_000_000_000: value / 1_000_000
    default: value / 1_000_000_000
    }
  }

  private static func calendar(_ bytes: [UInt8]) -> Int64? {
    var rest = bytes[...]
    guard let year = digits(4, &rest), skip("-", &rest), let month = digits(2, &rest), skip("-", &rest),
      let day = digits(2, &rest), (1...12).contains(month), (1...daysIn(month, year)).contains(day)
    else { return nil }
    let midnight = daysSince1970(year, month, day) * 86_400
    if rest.isEmpty { return midnight }
    guard skip("Tt ", &rest), let hour = digits(2, &rest), skip(":", &rest), let minute = digits(2, &rest),
      hour < 24, minute < 60
    else { return nil }
    var second: Int64 = 0
    if skip(":", &rest) {
      guard let value = digits(2, &rest), value <= 60 else { return nil }
      second = value
      if skip(".,", &rest) {
        guard digits(1, &rest) != nil else { return nil }
        rest = rest.drop(while: isDigit)
      }
    }
    guard let offset = offset(&rest), rest.isEmpty else { return nil }
    return midnight + hour * 3_600 + minute * 60 + second - offset
  }

  /// In seconds; none where nothing is written.
  private static func offset(_ rest: inout ArraySlice<UInt8>) -> Int64? {
    if rest.isEmpty || skip("Zz", &rest) { return 0 }
    let isWest = rest.first == UInt8(ascii: "-")
    guard skip("+-", &rest), let hours = digits(2, &rest), hours < 24 else { return nil }
    _ = skip(":", &rest)
    guard let minutes = rest.isEmpty ? 0 : digits(2, &rest), minutes < 60 else { return nil }
    return (isWest ? -1 : 1) * (hours * 3_600 + minutes * 60)
  }

  private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

  private static func digits(_ count: Int, _ rest: inout ArraySlice<UInt8>) -> Int64? {
    guard rest.count >= count, rest.prefix(count).allSatisfy(isDigit) else { return nil }
    let value = rest.prefix(count).reduce(Int64(0)) { $0 * 10 + Int64($1 - 0x30) }
    rest = rest.dropFirst(count)
    return value
  }

  private static func skip(_ letters: StaticString, _ rest: inout ArraySlice<UInt8>) -> Bool {
    guard let first = rest.first else { return false }
    let isOne = letters.withUTF8Buffer { $0.contains(first) }
    if isOne { rest = rest.dropFirst() }
    return isOne
  }

  private static func daysIn(_ month: Int64, _ year: Int64) -> Int64 {
    switch month {
    case 4, 6, 9, 11: 30
    case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
    default: 31
    }
  }

  /// By the Gregorian calendar, with the year thought to begin in March so that the leap day is
  /// its last.
  private static func daysSince1970(_ year: Int64, _ month: Int64, _ day: Int64) -> Int64 {
    let year = month <= 2 ? year - 1 : year
    let era = (year >= 0 ? year : year - 399) / 400
    let yearOfEra = year - era * 400
    let dayOfYear = (153 * ((month + 9) % 12) + 2) / 5 + day - 1
    return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
  }
}
