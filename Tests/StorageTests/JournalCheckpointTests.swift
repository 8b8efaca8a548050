import CallModel
import Testing

@testable import Storage

/// The write-ahead log is moved beside the commits, and never grows without bound.
@Suite struct JournalCheckpointTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func options() -> JournalOptions {
    var options = JournalOptions()
    options.checkpointSize = 200_000
    options.logSize = 1_000_000
    return options
  }

  private func batch(_ value: UInt8, count: Int = 100_000) -> JournalBatch<[UInt8]> {
    JournalBatch(
      received: newYear, digest: UInt64(value), signal: .traces, spans: 1, body: [UInt8](repeating: value, count: count)
    )
  }

  private func logSize(_ journal: Journal) throws -> Int64 {
    let path = try #require(journal.reader.files.last?.path)
    return size(ofFile: path + "-wal") ?? 0
  }

  @Test func isDueAfterSoManyBytesAndAskedForOnce() throws {
    let journal = try Journal(folder.lock(), options: options())
    _ = try journal.append([batch(1)], now: newYear)
    #expect(journal.dueSettlement() == .nothing)
    _ = try journal.append([batch(2)], now: newYear)
    guard case .move = journal.dueSettlement() else {
      Issue.record("a checkpoint should be due")
      return
    }
    #expect(journal.dueSettlement() == .nothing)
  }

  @Test func aCheckpointMovesWhatWasCommitted() throws {
    let journal = try Journal(folder.lock(), options: options())
    let path = { try #require(journal.reader.files.last?.path) }
    for value: UInt8 in 1...2 { _ = try journal.append([batch(value)], now: newYear) }
    let before = try #require(size(ofFile: path()))
    guard case .move(let checkpoint) = journal.dueSettlement() else {
      Issue.record("a checkpoint should be due")
      return
    }
    try checkpoint.run()
    #expect(try #require(size(ofFile: path())) >= before + 200_000)
    for id: Int64 in 1...2 { #expect(try journal.reader.batch(id).batch.body.count == 100_000) }
  }

  @Test func theLogBeginsAnewWhenItIsLong() throws {
    let journal = try Journal(folder.lock(), options: options())
    var halts = 0
    var longest: Int64 = 0
    for value: UInt8 in 1...60 {
      _ = try journal.append([batch(value)], now: newYear)
      switch journal.dueSettlement() {
      case .nothing: break
      case .move(let checkpoint):
        // A batch that comes while it runs keeps the log from beginning anew.
        _ = try journal.append([batch(value, count: 10)], now: newYear)
        try checkpoint.run()
      case .halt:
        halts += 1
        try journal.settle()
      }
      longest = max(longest, try logSize(journal))
    }
    #expect(halts >= 4)
    #expect(longest < 2_000_000)
  }

  /// A file that retention has deleted meanwhile.
  @Test func aCheckpointOfAFileThatIsGoneSaysSo() throws {
    let journal = try Journal(folder.lock(), options: options())
    for value: UInt8 in 1...2 { _ = try journal.append([batch(value)], now: newYear) }
    guard case .move(let checkpoint) = journal.dueSettlement() else {
      Issue.record("a checkpoint should be due")
      return
    }
    try journal.retain(since: .max, now: newYear)
    #expect(throws: StorageError.self) { try checkpoint.run() }
  }
}
