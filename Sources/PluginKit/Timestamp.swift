public import CallModel

extension Nanoseconds {
  /// The moment as RFC 3339 writes it, in UTC with nine decimals: `2026-01-01T00:00:00.000000000Z`.
  ///
  /// All have one length, so that they sort as text. Every `Int64` can be written.
  public var timestamp: String {
    let (seconds, nanoseconds) = floored(self, 1_000_000_000)
    let (days, second) = floored(seconds, 86_400)
    // Eras of 400 years that begin on 1 March, so that a leap day is the last of its year.
    let (era, day) = floored(days + 719_468, 146_097)
    let yearOfEra = (day - day / 1_460 + day / 36_524 - day / 146_096) / 365
    let dayOfYear = day - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let monthFromMarch = (5 * dayOfYear + 2) / 153
    let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
    let year = era * 400 + yearOfEra + (month <= 2 ? 1 : 0)
    let dayOfMonth = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
    return "\(padded(year, 4))-\(padded(month, 2))-\(padded(dayOfMonth, 2))T"
      + "\(padded(second / 3_600, 2)):\(padded(second / 60 % 60, 2)):\(padded(second % 60, 2))"
      + ".\(padded(nanoseconds, 9))Z"
  }
}

private func floored(_ value: Int64, _ divisor: Int64) -> (quotient: Int64, remainder: Int64) {
  let (quotient, remainder) = value.quotientAndRemainder(dividingBy: divisor)
  return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
}

private func padded(_ value: Int64, _ length: Int) -> String {
  let digits = String(value)
  return String(repeating: "0", count: Swift.max(0, length - digits.count)) + digits
}
