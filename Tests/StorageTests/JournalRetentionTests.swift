import CallModel
import Storage
import Testing

@Suite struct JournalRetentionTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func names() -> [String] {
    fileNames(in: "\(folder.store).journal").filter { $0.hasSuffix(".db") }
  }

  @Test func deletesWholeFilesByAge() throws {
    let journal = try Journal(folder.lock())
    for day: Int64 in 0..<5 {
      let now = newYear + .days(day)
      _ = try journal.append([batch([UInt8(day)], at: now)], now: now)
      // An open reader must not keep a deleted file's room.
      _ = try journal.reader.batch(day + 1)
    }
    let now = newYear + .days(4)
    // The batch of the second day is exactly as old as may be: it stays.
    #expect(try journal.retain(since: newYear + .days(1), now: now) == 2)
    #expect(names() == ["2026-01-02-1.db", "2026-01-03-1.db", "2026-01-04-1.db", "2026-01-05-1.db"])
    #expect(storageError { _ = try journal.reader.batch(1) }?.code == .missing)
    #expect(try journal.reader.batch(2).batch.body == [1])
    #expect(try journal.reader.batch(after: 0)?.id == 2)
  }

  @Test func deletesTheCurrentFileToo() throws {
    let journal = try Journal(folder.lock())
    _ = try journal.append([batch([1])], now: newYear)
    let later = newYear + .days(30)
    #expect(try journal.retain(since: later - .days(7), now: later) == 2)
    #expect(names() == ["2026-01-31-1.db"])
    #expect(try journal.append([batch([2])], now: later) == 2..<3)
  }

  @Test func idsGoOnWhenEverythingWasDeleted() throws {
    do {
      let journal = try Journal(folder.lock())
      _ = try journal.append([batch([1]), batch([2])], now: newYear)
      _ = try journal.retain(since: .max, now: newYear)
    }
    let journal = try Journal(folder.lock())
    #expect(try journal.append([batch([3])], now: newYear) == 3..<4)
  }

  @Test func deletesTheOldestBySize() throws {
    var options = JournalOptions()
    options.fileSize = 200_000
    let journal = try Journal(folder.lock(), options: options)
    for _ in 0..<10 { _ = try journal.append([batch([UInt8](repeating: 7, count: 200_000))], now: newYear) }
    let before = journal.reader.files.count
    let first = try journal.retain(since: .min, maxSize: 1_000_000, now: newYear)
    #expect(journal.reader.size <= 1_000_000)
    #expect(journal.reader.files.count < before)
    #expect(names().count == journal.reader.files.count)
    #expect(journal.reader.files.first?.firstID == first)
    #expect(try journal.reader.batch(10).batch.body.count == 200_000)
  }

  @Test func blankingKeepsLengthAndTheRest() throws {
    let journal = try Journal(folder.lock())
    let body = text(String(repeating: "secret words ", count: 10_000))
    _ = try journal.append([batch(body), batch(body)], now: newYear)
    let ranges = [ByteRange(offset: 7, count: 5), ByteRange(offset: 100_000, count: 20_000)]
    try journal.blank(ranges, of: 1)

    var expected = body
    for range in ranges { for position in range.bounds { expected[position] = 0x20 } }
    #expect(try journal.reader.batch(1).batch.body == expected)
    #expect(try journal.reader.batch(1).batch.digest == 7)
    #expect(try journal.reader.batch(2).batch.body == body)
  }

  @Test func blankingReachesOlderFilesAndLeavesNoCopy() throws {
    let journal = try Journal(folder.lock())
    _ = try journal.append([batch(text("the secret word"))], now: newYear)
    _ = try journal.append([batch(text("the secret word"))], now: newYear + .days(1))
    try journal.blank([ByteRange(offset: 4, count: 6)], of: 1)
    try journal.blank([ByteRange(offset: 4, count: 6)], of: 2)
    try journal.flush()
    for id: Int64 in [1, 2] { #expect(try journal.reader.batch(id).batch.body == text("the        word")) }
    for name in fileNames(in: "\(folder.store).journal") {
      let bytes = String(decoding: readFile("\(folder.store).journal/\(name)"), as: UTF8.self)
      #expect(!bytes.contains("secret"), "\(name)")
    }
  }

  @Test func blankingIsAllOrNothing() throws {
    let journal = try Journal(folder.lock())
    _ = try journal.append([batch(text("abcdef"))], now: newYear)
    let error = storageError {
      try journal.blank([ByteRange(offset: 0, count: 2), ByteRange(offset: 5, count: 2)], of: 1)
    }
    #expect(error?.code == .missing)
    #expect(try journal.reader.batch(1).batch.body == text("abcdef"))
    #expect(storageError { try journal.blank([], of: 9) }?.code == .missing)
  }
}
