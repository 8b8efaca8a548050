/// RFC 3339, section 5.6.
func isDateTime(_ bytes: Bytes) -> Bool {
  let mark = bytes.startIndex + 10
  return bytes.count > 11 && bytes[mark] | 0x20 == UInt8(ascii: "t") && isDate(bytes[..<mark])
    && isTime(bytes[(mark + 1)...])
}

func isDate(_ bytes: Bytes) -> Bool {
  let start = bytes.startIndex
  guard bytes.count == 10, bytes[start + 4] == UInt8(ascii: "-"), bytes[start + 7] == UInt8(ascii: "-"),
    let year = number(bytes, at: 0, digits: 4), let month = number(bytes, at: 5, digits: 2),
    let day = number(bytes, at: 8, digits: 2), (1...12).contains(month), day >= 1
  else { return false }
  switch month {
  case 2: return day <= (year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28)
  case 4, 6, 9, 11: return day <= 30
  default: return day <= 31
  }
}

func isTime(_ bytes: Bytes) -> Bool {
  let start = bytes.startIndex
  guard bytes.count >= 9, bytes[start + 2] == UInt8(ascii: ":"), bytes[start + 5] == UInt8(ascii: ":"),
    let hour = number(bytes, at: 0, digits: 2), let minute = number(bytes, at: 3, digits: 2),
    let second = number(bytes, at: 6, digits: 2), hour < 24, minute < 60, second <= 60
  else { return false }
  var rest = bytes[(start + 8)...]
  if rest.first == UInt8(ascii: ".") {
    let fraction = rest.dropFirst().prefix(while: isDigit)
    if fraction.isEmpty { return false }
    rest = rest[fraction.endIndex...]
  }
  guard let offset = offset(rest) else { return false }
  // A leap second comes at the end of a day in UTC alone.
  let utc = ((hour * 60 + minute - offset) % 1_440 + 1_440) % 1_440
  return second < 60 || utc == 1_439
}

/// In minutes.
private func offset(_ bytes: Bytes) -> Int? {
  guard let sign = bytes.first else { return nil }
  if sign | 0x20 == UInt8(ascii: "z") { return bytes.count == 1 ? 0 : nil }
  guard sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-"), bytes.count == 6,
    bytes[bytes.startIndex + 3] == UInt8(ascii: ":"), let hour = number(bytes, at: 1, digits: 2),
    let minute = number(bytes, at: 4, digits: 2), hour < 24, minute < 60
  else { return nil }
  return (sign == UInt8(ascii: "-") ? -1 : 1) * (hour * 60 + minute)
}

/// The number whose digits stand so many bytes behind the first.
private func number(_ bytes: Bytes, at offset: Int, digits: Int) -> Int? {
  var value = 0
  for place in bytes.startIndex + offset..<bytes.startIndex + offset + digits {
    guard isDigit(bytes[place]) else { return nil }
    value = value * 10 + Int(bytes[place] - 0x30)
  }
  return value
}

/// RFC 3339, appendix A: units stand in their order, and none between two of them is left out.
func isDuration(_ bytes: Bytes) -> Bool {
  guard bytes.first == UInt8(ascii: "P") else { return false }
  let halves = bytes.dropFirst().split(separator: UInt8(ascii: "T"), maxSplits: 1, omittingEmptySubsequences: false)
  guard let date = units(halves[0]) else { return false }
  if halves.count == 1 { return date == "W" || !date.isEmpty && "YMD".contains(date) }
  guard let time = units(halves[1]), !time.isEmpty else { return false }
  return "YMD".contains(date) && "HMS".contains(time)
}

/// `1Y2M` as `YM`; nil if a number lacks its unit, or a unit its number.
private func units(_ bytes: Bytes) -> String? {
  var rest = bytes
  var found = ""
  while !rest.isEmpty {
    let digits = rest.prefix(while: isDigit)
    guard !digits.isEmpty, digits.endIndex < rest.endIndex, found.utf8.count < 3 else { return nil }
    found.unicodeScalars.append(Unicode.Scalar(rest[digits.endIndex]))
    rest = rest[(digits.endIndex + 1)...]
  }
  return found
}

extension String {
  /// Whether another text stands in this one; nothing stands everywhere.
  fileprivate func contains(_ other: String) -> Bool {
    other.isEmpty || indices.contains { self[$0...].hasPrefix(other) }
  }
}
