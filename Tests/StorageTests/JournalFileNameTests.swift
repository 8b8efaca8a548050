import CallModel
import Storage
import Testing

@Suite struct JournalFileNameTests {
  @Test(arguments: [
    (0, "1970-01-01-1.db"), (59, "1970-03-01-1.db"), (11_016, "2000-02-29-1.db"), (11_017, "2000-03-01-1.db"),
    (20_454, "2026-01-01-1.db"), (2_932_896, "9999-12-31-1.db"),
  ])
  func spellsTheDay(day: Int, text: String) {
    let name = JournalFileName(day: Int64(day), part: 1)
    #expect(name.description == text)
    #expect(JournalFileName(parsing: text) == name)
  }

  @Test func everyDayComesBack() {
    for day: Int64 in stride(from: 0, through: 2_932_896, by: 61) {
      let name = JournalFileName(day: day, part: 12)
      #expect(JournalFileName(parsing: name.description) == name)
    }
  }

  @Test(arguments: [
    "", ".db", "2026-01-01.db", "2026-01-01-0.db", "2026-1-1-1.db", "2026-02-30-1.db", "2026-01-01-1.db-wal",
    "2026-01-01-01.db", "2026-01-01--1.db", "99999999999999999999-01-01-1.db", "2026-01-01-99999999999.db",
  ])
  func leavesOtherNamesAlone(text: String) { #expect(JournalFileName(parsing: text) == nil) }

  @Test func theDayEndsAtMidnightUTC() {
    #expect(JournalFileName.day(of: newYear) == 20_454)
    #expect(JournalFileName.day(of: newYear - 1) == 20_453)
    #expect(JournalFileName.day(of: -1) == -1)
    // Absurd clocks get a name all the same.
    #expect(JournalFileName(day: JournalFileName.day(of: .min), part: 1).description == "1970-01-01-1.db")
    #expect(JournalFileName(day: JournalFileName.day(of: .max), part: 1).description == "2262-04-11-1.db")
  }
}
