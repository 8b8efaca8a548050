/// RFC 3339, section 5.6.
func isDateTime(_ bytes: [UInt8]) -> Bool {
  bytes.count > 11 && bytes[10] | 0x20 == UInt8(ascii: "t") && isDate(bytes[..<10]) && isTime(bytes[11...])
}

func isDate(_ bytes: ArraySlice<UInt8>) -> Bool {
  let parts = bytes.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
  guard parts.count == 3, let year = number(parts[0], digits: 4), let month = number(parts[1], digits: 2),
    let day = number(parts[2], digits: 2), (1...12).contains(month), day >= 1
  else { return false }
  let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
  let days = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
  return day <= days[month - 1]
}

func isTime(_ bytes: ArraySlice<UInt8>) -> Bool {
  let bytes = Array(bytes)
  guard bytes.count >= 9, bytes[2] == UInt8(ascii: ":"), bytes[5] == UInt8(ascii: ":"),
    let hour = number(bytes[0..<2], digits: 2), let minute = number(bytes[3..<5], digits: 2),
    let second = number(bytes[6..<8], digits: 2), hour < 24, minute < 60, second <= 60
  else { return false }
  var rest = bytes[8...]
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
private func offset(_ bytes: ArraySlice<UInt8>) -> Int? {
  guard let sign = bytes.first else { return nil }
  if sign | 0x20 == UInt8(ascii: "z") { return bytes.count == 1 ? 0 : nil }
  let parts = bytes.dropFirst().split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
  guard sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-"), parts.count == 2,
    let hour = number(parts[0], digits: 2), let minute = number(parts[1], digits: 2), hour < 24, minute < 60
  else { return nil }
  return (sign == UInt8(ascii: "-") ? -1 : 1) * (hour * 60 + minute)
}

private func number(_ bytes: ArraySlice<UInt8>, digits: Int) -> Int? {
  guard bytes.count == digits, bytes.allSatisfy(isDigit) else { return nil }
  return bytes.reduce(0) { $0 * 10 + Int($1 - 0x30) }
}

/// RFC 3339, appendix A: units stand in their order, and none between two of them is left out.
func isDuration(_ bytes: [UInt8]) -> Bool {
  guard bytes.first == UInt8(ascii: "P") else { return false }
  let halves = bytes.dropFirst().split(separator: UInt8(ascii: "T"), maxSplits: 1, omittingEmptySubsequences: false)
  guard let date = units(halves[0]) else { return false }
  if halves.count == 1 { return date == "W" || !date.isEmpty && "YMD".contains(date) }
  guard let time = units(halves[1]), !time.isEmpty else { return false }
  return "YMD".contains(date) && "HMS".contains(time)
}

/// `1Y2M` as `YM`; nil if a number lacks its unit, or a unit its number.
private func units(_ bytes: ArraySlice<UInt8>) -> String? {
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
