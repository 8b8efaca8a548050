/// Times of arrival from lines of CSV: the first field of each, a time in UTC
/// (`2023-11-16 18:17:03.97996` or with a `T`) or a number of seconds. A first line that is
/// neither is a heading.
///
/// - Parameter nextLine: the next line without its end, nil after the last.
/// - Returns: nanoseconds since the earliest, ascending; at most `most`.
package func arrivals(_ nextLine: () -> String?) -> Result<[Int64], ArrivalsError> {
  var times: [Int64] = []
  var number = 0
  while let line = nextLine() {
    number += 1
    let field = line.prefix { $0 != "," && $0 != "\r" }
    if field.isEmpty { continue }
    guard let time = moment(field) else {
      if number == 1 { continue }
      return .failure(
        ArrivalsError("line \(number): '\(field.prefix(60))' is no time; write 2023-11-16 18:17:03.98 or seconds"))
    }
    guard times.count < mostArrivals else {
      return .failure(ArrivalsError("more than \(mostArrivals) lines; cut the file"))
    }
    times.append(time)
  }
  guard let first = times.min() else { return .failure(ArrivalsError("it holds no times")) }
  return .success(times.map { $0 - first }.sorted())
}

private let mostArrivals = 5_000_000

private func moment(_ text: Substring) -> Int64? {
  if let seconds = Double(text) { return seconds >= 0 && seconds < 9e9 ? Int64(seconds * 1e9) : nil }
  let parts = text.split { $0 == " " || $0 == "T" }
  guard parts.count == 2 else { return nil }
  let date = parts[0].split(separator: "-").compactMap { Int64($0) }
  let clock = parts[1].split(separator: ":")
  guard date.count == 3, clock.count == 3, (1970...2200).contains(date[0]), (1...12).contains(date[1]),
    (1...31).contains(date[2]), let hour = Int64(clock[0]), let minute = Int64(clock[1]),
    (0...23).contains(hour), (0...59).contains(minute),
    let second = Double(clock[2].hasSuffix("Z") ? clock[2].dropLast() : clock[2]), (0..<61).contains(second)
  else { return nil }
  let days = daysSince1970(date[0], date[1], date[2])
  return ((days * 24 + hour) * 60 + minute) * 60_000_000_000 + Int64((second * 1e9).rounded())
}

/// The days of a date of the Gregorian calendar; years begin in March, so that the leap day is the last.
private func daysSince1970(_ year: Int64, _ month: Int64, _ day: Int64) -> Int64 {
  let year = month <= 2 ? year - 1 : year
  let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
  return year * 365 + year / 4 - year / 100 + year / 400 + dayOfYear - 719_468
}
