package import CallModel

/// The name of a journal file, `2026-01-31-2.db`: the second file begun on that UTC day.
package struct JournalFileName: Hashable, Sendable {
  /// Days since 1970-01-01 UTC.
  package let day: Int64
  /// Counts from 1.
  package let part: Int

  /// Days outside the years 1970 to 9999 are clamped: clocks can be very wrong.
  package init(day: Int64, part: Int) {
    self.day = min(max(day, 0), 2_932_896)
    self.part = part
  }

  /// The UTC day of a moment.
  package static func day(of moment: Nanoseconds) -> Int64 {
    let (days, rest) = moment.quotientAndRemainder(dividingBy: .days(1))
    return rest < 0 ? days - 1 : days
  }

  /// Nil if the text is no such name; what else lies in the folder is left alone.
  package init?(parsing text: String) {
    guard text.hasSuffix(".db") else { return nil }
    let parts = text.dropLast(3).split(separator: "-", omittingEmptySubsequences: false).map { Int64($0) }
    guard parts.count == 4, let year = parts[0], let month = parts[1], let date = parts[2], let part = parts[3],
      (1970...9999).contains(year), (1...12).contains(month), (1...31).contains(date), (1...1_000_000).contains(part)
    else { return nil }
    self.init(day: dayNumber(year: year, month: month, date: date), part: Int(part))
    guard description == text else { return nil }
  }
}

extension JournalFileName: CustomStringConvertible {
  package var description: String {
    let (year, month, date) = civilDate(day)
    return "\(year)-\(twoDigits(month))-\(twoDigits(date))-\(part).db"
  }
}

private func twoDigits(_ number: Int64) -> String { number < 10 ? "0\(number)" : "\(number)" }

/// Days since 1970-01-01 of a date in the proleptic Gregorian calendar.
private func dayNumber(year: Int64, month: Int64, date: Int64) -> Int64 {
  // Years that begin in March put the leap day at their end.
  let shifted = month <= 2 ? year - 1 : year
  let monthFromMarch = (month + 9) % 12
  let dayOfYear = (153 * monthFromMarch + 2) / 5 + date - 1
  return 365 * shifted + shifted / 4 - shifted / 100 + shifted / 400 + dayOfYear - 719_468
}

/// The inverse of `dayNumber`, for days from 1970 on.
private func civilDate(_ day: Int64) -> (year: Int64, month: Int64, date: Int64) {
  let shifted = day + 719_468
  let era = shifted / 146_097
  let dayOfEra = shifted % 146_097
  let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
  let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
  let monthFromMarch = (5 * dayOfYear + 2) / 153
  let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
  return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * monthFromMarch + 2) / 5 + 1)
}
