internal import CallModel

/// 00:00 UTC of a day written 2026-08-21, by the Gregorian calendar; nil if there is none.
func midnight(of day: String) -> Nanoseconds? {
  let parts = day.split(separator: "-", omittingEmptySubsequences: false)
  guard parts.count == 3, parts.map(\.utf8.count) == [4, 2, 2],
    parts.allSatisfy({ $0.utf8.allSatisfy { (0x30...0x39).contains($0) } }),
    let year = Int64(parts[0]), let month = Int64(parts[1]), let number = Int64(parts[2]),
    (1970...2199).contains(year), (1...12).contains(month), number >= 1, number <= days(in: month, of: year)
  else { return nil }
  var days = number - 1
  for earlier in 1..<month { days += ServiceConfig.days(in: earlier, of: year) }
  for earlier in 1970..<year { days += isLeap(earlier) ? 366 : 365 }
  return .days(days)
}

private func days(in month: Int64, of year: Int64) -> Int64 {
  switch month {
  case 2: isLeap(year) ? 29 : 28
  case 4, 6, 9, 11: 30
  default: 31
  }
}

private func isLeap(_ year: Int64) -> Bool {
  year.isMultiple(of: 4) && (!year.isMultiple(of: 100) || year.isMultiple(of: 400))
}
