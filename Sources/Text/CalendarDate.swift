/// A day, or a day without a year, or a month of a year, as it was named.
struct CalendarDate: Hashable, Sendable {
  let year: Int?
  let month: Int
  let day: Int?

  /// Nil for what no calendar has.
  init?(year: Int?, month: Int, day: Int?) {
    guard (1...12).contains(month), (1...31).contains(day ?? 1), (1...9999).contains(year ?? 1) else { return nil }
    (self.year, self.month, self.day) = (year, month, day)
  }

  /// Reads `2024-03-09`, `2024/03/09`, `9.3.2024` (day first) and `9/13/2024`: with strokes the
  /// day is the number that is no month; `3/9/2024` may be two days and is none here.
  init?(digits written: some StringProtocol) {
    guard let mark = written.first(where: { !$0.isNumber }), "-/.".contains(mark) else { return nil }
    let parts = written.split(separator: mark, omittingEmptySubsequences: false)
    let numbers = parts.compactMap { Int($0) }
    guard parts.count == 3, numbers.count == 3, numbers.allSatisfy({ $0 > 0 }) else { return nil }
    if parts[0].count == 4, parts[1].count <= 2, parts[2].count <= 2, mark != "." {
      self.init(year: numbers[0], month: numbers[1], day: numbers[2])
    } else if parts[0].count <= 2, parts[1].count <= 2, parts[2].count == 4, mark != "-" {
      let dayIsFirst = mark == "." || numbers[0] > 12
      if mark == "/", numbers[0] <= 12, numbers[1] <= 12, numbers[0] != numbers[1] { return nil }
      self.init(year: numbers[2], month: numbers[dayIsFirst ? 1 : 0], day: numbers[dayIsFirst ? 0 : 1])
    } else {
      return nil
    }
  }

  /// English names and their abbreviations, in lower case.
  static func month(named name: String) -> Int? { months[name] }
  static var monthNames: [String] { Array(months.keys) }
}

private let months: [String: Int] = {
  let names = [
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
  ]
  var months = ["sept": 9]
  for (place, name) in names.enumerated() {
    months[name] = place + 1
    months[String(name.prefix(3))] = place + 1
  }
  return months
}()
