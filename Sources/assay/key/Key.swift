internal import Access
internal import ArgumentParser
internal import CallModel
internal import Logging
internal import ServiceConfig

struct Key: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Makes, lists and revokes the keys that callers show.",
    subcommands: [KeyNew.self, KeyList.self, KeyRevoke.self])

  /// The path of the file of keys. A configuration that lacks its first key is no obstacle here.
  static func path(_ file: ConfigurationFile) throws -> String {
    try file.load(logger: Logger(label: "assay"), needsKeys: false).access.keys
  }

  /// Does something with the file; says why and ends with code 2 if that cannot be done.
  static func attempt<Answer>(_ work: () throws -> Answer) throws -> Answer {
    do { return try work() } catch let error as KeyFileError {
      printError("\(error)")
      throw ExitCode(2)
    }
  }
}

extension Role: ExpressibleByArgument {}

extension AccessKey {
  /// `made`, and since when it is revoked, for people.
  var state: String { revoked.map { "revoked \(minute(of: $0))" } ?? "good" }
}

/// `2026-08-21 09:30` in UTC.
func minute(of time: Nanoseconds) -> String {
  let seconds = time / 1_000_000_000
  let (day, rest) = seconds.quotientAndRemainder(dividingBy: 86_400)
  // Days are counted from 1 March of year 0, so that a leap day is the last of its year.
  let shifted = day + 719_468
  let era = shifted / 146_097
  let ofEra = shifted % 146_097
  let yearOfEra = (ofEra - ofEra / 1_460 + ofEra / 36_524 - ofEra / 146_096) / 365
  let ofYear = ofEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
  let monthFromMarch = (5 * ofYear + 2) / 153
  let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
  let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
  let date = ofYear - (153 * monthFromMarch + 2) / 5 + 1
  func two(_ number: Int64) -> String { number < 10 ? "0\(number)" : "\(number)" }
  return "\(year)-\(two(month))-\(two(date)) \(two(rest / 3_600)):\(two(rest / 60 % 60))"
}
