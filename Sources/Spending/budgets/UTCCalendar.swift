internal import CallModel

/// Days and months of the UTC calendar, which has no leap seconds here, as Unix time has none.
///
/// Dates from days and back: Hinnant, "chrono-Compatible Low-Level Date Algorithms", in which a
/// year begins in March, so that the leap day is its last.
enum UTCCalendar {
  struct Date: Equatable {
    var year: Int64
    /// 1 to 12.
    var month: Int64
    /// 1 to 31.
    var day: Int64
  }

  /// The date that is so many days after 1970-01-01; not before 1970.
  static func date(ofDay day: Int64) -> Date {
    let shifted = max(0, day) + 719_468
    let era = shifted / 146_097
    let dayOfEra = shifted % 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let fromMarch = (5 * dayOfYear + 2) / 153
    let month = fromMarch < 10 ? fromMarch + 3 : fromMarch - 9
    return Date(
      year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month: month, day: dayOfYear - (153 * fromMarch + 2) / 5 + 1)
  }

  /// How many days after 1970-01-01 the first day of a month is; months beyond 12 are of later years.
  static func firstDay(ofMonth month: Int64, year: Int64) -> Int64 {
    let year = year + (month - 1) / 12
    let month = (month - 1) % 12 + 1
    let shifted = month <= 2 ? year - 1 : year
    let era = shifted / 400
    let yearOfEra = shifted % 400
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5
    return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
  }

  /// A moment as people read it: `2026-11-25 17:40 UTC`.
  static func spell(_ moment: Nanoseconds) -> String {
    let date = date(ofDay: moment / .days(1))
    let minute = max(0, moment) % .days(1) / .minutes(1)
    func two(_ number: Int64) -> String { number < 10 ? "0\(number)" : "\(number)" }
    return "\(date.year)-\(two(date.month))-\(two(date.day)) \(two(minute / 60)):\(two(minute % 60)) UTC"
  }
}

extension BudgetPeriod {
  /// When the calendar's period began that a moment is in; nil for a rolling one.
  func start(at moment: Nanoseconds) -> Nanoseconds? {
    let day = moment / .days(1)
    switch self {
    case .rolling: return nil
    case .day: return .days(day)
    case .month:
      let date = UTCCalendar.date(ofDay: day)
      return .days(UTCCalendar.firstDay(ofMonth: date.month, year: date.year))
    }
  }

  /// When the calendar's period ends that a moment is in; nil for a rolling one.
  func end(at moment: Nanoseconds) -> Nanoseconds? {
    let day = moment / .days(1)
    switch self {
    case .rolling: return nil
    case .day: return .days(day + 1)
    case .month:
      let date = UTCCalendar.date(ofDay: day)
      return .days(UTCCalendar.firstDay(ofMonth: date.month + 1, year: date.year))
    }
  }
}
