public import CallModel

extension Nanoseconds {
  /// How long a `Retry-After` field asks to wait: whole seconds, or a date (RFC 9110, 10.2.3).
  ///
  /// Of dates the fixed form is read, `Sun, 06 Nov 1994 08:49:37 GMT`; one that has passed is no
  /// time at all. More than a day is a day.
  public init?(retryAfter field: String, now: Nanoseconds) {
    let field = field.filter { $0 != "\t" }.split(separator: " ").joined(separator: " ")
    let longest = Nanoseconds.days(1)
    if !field.isEmpty, field.utf8.allSatisfy({ (0x30...0x39).contains($0) }) {
      self = Int64(field).map { $0 < 86_400 ? .seconds($0) : longest } ?? longest
      return
    }
    guard let moment = Self(httpDate: field) else { return nil }
    self = moment <= now ? 0 : Swift.min(moment - now, longest)
  }

  private init?(httpDate text: String) {
    let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    let parts = text.split(separator: " ")
    guard parts.count == 6, parts[0].hasSuffix(","), parts[5] == "GMT",
      let day = number(parts[1], digits: 2), (1...31).contains(day),
      let month = months.firstIndex(of: String(parts[2])),
      let year = number(parts[3], digits: 4), (1970...2200).contains(year)
    else { return nil }
    let time = parts[4].split(separator: ":", omittingEmptySubsequences: false)
    guard time.count == 3, let hour = number(time[0], digits: 2), let minute = number(time[1], digits: 2),
      let second = number(time[2], digits: 2), hour < 24, minute < 60, second <= 60
    else { return nil }
    let days = daysSince1970(year: year, month: Int64(month) + 1, day: day)
    self = .seconds(days * 86_400 + hour * 3_600 + minute * 60 + second)
  }
}

private func number(_ text: Substring, digits: Int) -> Int64? {
  text.utf8.count == digits && text.utf8.allSatisfy { (0x30...0x39).contains($0) } ? Int64(text) : nil
}

/// Days of the Gregorian calendar, counted in years that begin in March, so that a leap day is
/// the last of its year.
private func daysSince1970(year: Int64, month: Int64, day: Int64) -> Int64 {
  let shifted = month > 2 ? year : year - 1
  let monthFromMarch = (month + 9) % 12
  let days = shifted * 365 + shifted / 4 - shifted / 100 + shifted / 400
  return days + (153 * monthFromMarch + 2) / 5 + day - 1 - 719_468
}
