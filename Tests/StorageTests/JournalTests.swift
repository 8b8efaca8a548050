import CallModel
import Storage
import Testing

@Suite struct JournalTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test func givesBackWhatWasAppended() throws {
    let journal = try Journal(folder.lock())
    let large = (0..<200_000).map { UInt8(truncatingIfNeeded: $0 &* 31 >> 3) }
    let first = JournalBatch(
      received: newYear + 5, digest: .max, signal: .logs, encoding: .otlpJSON, spans: 3, body: large)
    let ids = try journal.append([first, batch([])], now: newYear)
    #expect(ids == 1..<3)

    let stored = try journal.reader.batch(1)
    #expect(stored.batch.received == newYear + 5)
    #expect(stored.batch.digest == .max)
    #expect(stored.batch.signal == .logs)
    #expect(stored.batch.encoding == .otlpJSON)
    #expect(stored.batch.spans == 3)
    #expect(stored.batch.body == large)
    #expect(try journal.reader.batch(2).batch.body == [])
    #expect(
      try journal.reader.bytes(of: 1, ByteRange(offset: 150_000, count: 40_000)) == Array(large[150_000..<190_000]))
    #expect(
      try journal.reader.bytes(of: 1, [ByteRange(offset: 9, count: 2), ByteRange(offset: 0, count: 1)])
        == [large[9], large[10], large[0]])
  }

  @Test func refusesRangesOutsideABatch() throws {
    let journal = try Journal(folder.lock())
    _ = try journal.append([batch(text("abc"))], now: newYear)
    for range in [
      ByteRange(offset: 0, count: 4), ByteRange(offset: 4, count: 0), ByteRange(offset: .max, count: .max),
    ] {
      #expect(storageError { _ = try journal.reader.bytes(of: 1, range) }?.code == .missing)
    }
    #expect(try journal.reader.bytes(of: 1, ByteRange(offset: 3, count: 0)) == [])
    #expect(storageError { _ = try journal.reader.batch(2) }?.code == .missing)
    #expect(storageError { _ = try journal.reader.bytes(of: -1, .empty) }?.code == .missing)
  }

  @Test func goesOnCountingAfterReopening() throws {
    do {
      let journal = try Journal(folder.lock())
      _ = try journal.append([batch([1]), batch([2])], now: newYear)
    }
    do {
      let journal = try Journal(folder.lock())
      #expect(try journal.append([batch([3])], now: newYear) == 3..<4)
      #expect(try journal.reader.batch(2).batch.body == [2])
    }
    // The index has seen more than the journal still holds.
    let journal = try Journal(folder.lock(), after: 10)
    #expect(try journal.append([batch([4])], now: newYear) == 11..<12)
    #expect(journal.reader.files.map(\.ids) == [1..<4, 11..<12])
    #expect(storageError { _ = try journal.reader.batch(5) }?.code == .missing)
  }

  @Test func beginsANewFileEachDay() throws {
    let journal = try Journal(folder.lock())
    let midnight = newYear + .days(1)
    _ = try journal.append([batch([1], at: midnight - 1)], now: midnight - 1)
    _ = try journal.append([batch([2], at: midnight)], now: midnight)
    // Set back by a moment: no third file.
    _ = try journal.append([batch([3], at: midnight - 1)], now: midnight - 1)
    #expect(journal.reader.files.map(\.name.description) == ["2026-01-01-1.db", "2026-01-02-1.db"])
    // Set back by a week: the order of ids holds whatever the names say.
    _ = try journal.append([batch([4])], now: newYear - .days(7))
    #expect(journal.reader.files.map(\.name.description).last == "2025-12-25-1.db")
    #expect(journal.reader.files.map(\.ids) == [1..<2, 2..<4, 4..<5])
  }

  @Test func orderSurvivesAClockThatWasSetBack() throws {
    do {
      let journal = try Journal(folder.lock())
      _ = try journal.append([batch([1])], now: newYear)
      _ = try journal.append([batch([2])], now: newYear - .days(7))
    }
    let journal = try Journal(folder.lock())
    #expect(journal.reader.files.map(\.ids) == [1..<2, 2..<3])
    #expect(try journal.append([batch([3])], now: newYear - .days(7)) == 3..<4)
  }

  @Test func beginsANewFileWhenOneIsFull() throws {
    var options = JournalOptions()
    options.fileSize = 300_000
    let journal = try Journal(folder.lock(), options: options)
    for _ in 0..<8 {
      _ = try journal.append([batch([UInt8](repeating: 1, count: 100_000))], now: newYear)
      try journal.settle()
    }
    let names = journal.reader.files.map(\.name.description)
    #expect(names.count >= 3)
    #expect(names == (1...names.count).map { "2026-01-01-\($0).db" })
    for id: Int64 in 1...8 { #expect(try journal.reader.batch(id).batch.body.count == 100_000) }
  }

  @Test func replaysInOrderOverAllFiles() throws {
    var options = JournalOptions()
    options.fileSize = 1
    let journal = try Journal(folder.lock(), options: options)
    for value: UInt8 in 1...5 { _ = try journal.append([batch([value]), batch([value + 100])], now: newYear) }
    var seen: [UInt8] = []
    var last: Int64 = 0
    while let next = try journal.reader.batch(after: last) {
      seen += next.batch.body
      last = next.id
    }
    #expect(seen == [1, 101, 2, 102, 3, 103, 4, 104, 5, 105])
    #expect(try journal.reader.batch(after: 9)?.id == 10)
  }

  @Test func everythingAppendedSurvivesACrash() throws {
    let journal = try Journal(folder.lock())
    for value: UInt8 in 1...20 {
      _ = try journal.append([batch([UInt8](repeating: value, count: 50_000))], now: newYear)
      // The files as they lie on the disk between two commits, log not yet moved into the file.
      let crashed = try TemporaryFolder()
      try folder.copy(to: crashed)
      let reopened = try Journal(crashed.lock())
      #expect(reopened.reader.files.last?.ids == 1..<Int64(value) + 1)
      #expect(try reopened.reader.batch(Int64(value)).batch.body == [UInt8](repeating: value, count: 50_000))
      if value == 10 { try journal.flush() }
    }
  }

  @Test func aTornCommitIsNoCommit() throws {
    let journal = try Journal(folder.lock())
    _ = try journal.append([batch([1])], now: newYear)
    let log = "\(folder.store).journal/2026-01-01-1.db-wal"
    let before = readFile(log).count
    _ = try journal.append([batch([UInt8](repeating: 2, count: 100_000))], now: newYear)
    let whole = readFile(log)
    for cut in [before + 10, (before + whole.count) / 2, whole.count - 1] {
      let crashed = try TemporaryFolder()
      try folder.copy(to: crashed)
      writeFile("\(crashed.store).journal/2026-01-01-1.db-wal", Array(whole[..<cut]))
      let reopened = try Journal(crashed.lock())
      #expect(reopened.reader.files.last?.ids == 1..<2)
      #expect(try reopened.append([batch([3])], now: newYear) == 2..<3)
      #expect(try reopened.reader.batch(2).batch.body == [3])
    }
  }

  @Test func aFileHalfMadeIsMadeAgain() throws {
    do {
      let journal = try Journal(folder.lock())
      _ = try journal.append([batch([1])], now: newYear)
    }
    writeFile("\(folder.store).journal/2026-01-02-1.db", [])
    writeFile("\(folder.store).journal/notes.txt", [1])
    let journal = try Journal(folder.lock())
    #expect(try journal.append([batch([2])], now: newYear + .days(1)) == 2..<3)
    #expect(try journal.reader.batch(2).batch.body == [2])
  }
}
