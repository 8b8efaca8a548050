internal import CallModel

/// The moment of a timestamp by RFC 3339: `2026-08-21T10:00:00.5Z`, `2026-08-21T12:00:00+02:00`;
/// nil for anything else.
///
/// Digits beyond nanoseconds are cut off. Moments before 1970 become 0 (Go writes the year 1 for
/// "none"), those after 2199 the end of that year.
func moment(rfc3339 text: String) -> Nanoseconds? {
  let bytes = Array(text.utf8.prefix(64))
  func digits(_ range: Range<Int>) -> Int64? {
    guard range.upperBound <= bytes.count else { return nil }
    var value: Int64 = 0
    for byte in bytes[range] {
      guard (0x30...0x39).contains(byte) else { return nil }
      value = value * 10 + Int64(byte - 0x30)
    }
    return value
  }
  func has(_ letters: StaticString, at place: Int) -> Bool {
    place < bytes.count && letters.description.utf8.contains(bytes[place])
  }
  guard let year = digits(0..<4), has("-", at: 4), let month = digits(5..<7), has("-", at: 7),
    let day = digits(8..<10), has("Tt ", at: 10), let hour = digits(11..<13), has(":", at: 13),
    let minute = digits(14..<16), has(":", at: 16), let second = digits(17..<19),
    (1...12).contains(month), (1...31).contains(day), hour < 24, minute < 60, second <= 60
  else { return nil }

  var place = 19
  var fraction: Int64 = 0
  if has(".", at: place) {
    let first = place + 1
    place = first
    while place < bytes.count, (0x30...0x39).contains(bytes[place]) { place += 1 }
    guard place > first, let value = digits(first..<min(place, first + 9)) else { return nil }
    fraction = value
    for _ in 0..<max(0, 9 - (place - first)) { fraction *= 10 }
  }
  var offset: Int64 = 0
  if has("Zz", at: place) {
    place += 1
  } else if has("+-", at: place) {
    guard let hours = digits(place + 1..<place + 3), has(":", at: place + 3),
      let minutes = digits(place + 4..<place + 6), hours < 24, minutes < 60
    else { return nil }
    offset = (has("-", at: place) ? -1 : 1) * (hours * 3_600 + minutes * 60)
    place += 6
  } else {
    return nil
  }
  guard place == bytes.count else { return nil }

  let latest = Nanoseconds.days(daysSince1970(year: 2200, month: 1, day: 1)) - 1
  if year > 2199 { return latest }
  let days = daysSince1970(year: year, month: month, day: day)
  let seconds = days * 86_400 + hour * 3_600 + minute * 60 + second - offset
  return seconds < 0 ? 0 : min(.seconds(seconds) + fraction, latest)
}

/// By the Gregorian calendar, with the year thought to begin in March so that the leap day is its
/// last.
private func daysSince1970(year: Int64, month: Int64, day: Int64) -> Int64 {
  let year = month <= 2 ? year - 1 : year
  let dayOfYear = (153 * ((month + 9) % 12) + 2) / 5 + day - 1
  return year * 365 + year / 4 - year / 100 + year / 400 + dayOfYear - 719_468
}
