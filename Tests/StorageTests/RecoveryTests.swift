import CallModel
import Storage
import Testing

/// What is acknowledged is counted, whatever the moment of the crash.
@Suite struct RecoveryTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func append(_ count: Int, to journal: Journal) throws {
    for _ in 0..<count { _ = try journal.append([batch([1])], now: newYear) }
  }

  private func open(_ folder: TemporaryFolder) throws -> (Journal, Index) {
    let lock = try folder.lock()
    let index = try Index(lock, symbols: symbols)
    return (try Journal(lock, after: index.lastBatch), index)
  }

  @Test func anEmptyStoreMissesNothing() throws {
    let (journal, index) = try open(folder)
    #expect(try index.recover(from: journal.reader) == [])
  }

  @Test func findsBatchesWithoutTheirCalls() throws {
    do {
      let (journal, index) = try open(folder)
      try append(10, to: journal)
      // Shards finish out of order, and some not at all.
      for id: Int64 in [1, 2, 4, 5, 8] { try index.write(changes([indexed(id)])) }
    }
    do {
      let (journal, index) = try open(folder)
      #expect(try index.recover(from: journal.reader) == [3...3, 6...7, 9...10])
      for id: Int64 in [9, 3, 10] { try index.write(changes([indexed(id)])) }
      #expect(try journal.append([batch([2])], now: newYear) == 11..<12)
    }
    let (journal, index) = try open(folder)
    #expect(try index.recover(from: journal.reader) == [6...7, 11...11])
    try index.write(changes([indexed(6), indexed(7), indexed(11)]))
    #expect(try index.recover(from: journal.reader) == [])
  }

  @Test func everyCrashLeavesCallsAndMarksInStep() throws {
    let (journal, index) = try open(folder)
    for id: Int64 in 1...12 {
      try append(1, to: journal)
      // Crash between the two commits, then after both.
      for isWritten in [false, true] {
        if isWritten { try index.write(changes([indexed(id, firstCall: id, calls: [call(Int(id))])])) }
        let crashed = try TemporaryFolder()
        try folder.copy(to: crashed)
        let (oldJournal, oldIndex) = try open(crashed)
        #expect(try oldIndex.recover(from: oldJournal.reader) == (isWritten ? [] : [id...id]))
        #expect(try oldIndex.reader.read { try $0.callCount() } == (isWritten ? Int(id) : Int(id) - 1))
        #expect(oldIndex.nextCall == (isWritten ? id + 1 : id))
      }
    }
  }

  @Test func aLostIndexMissesEverything() throws {
    do {
      let (journal, index) = try open(folder)
      try append(4, to: journal)
      for id: Int64 in 1...4 { try index.write(changes([indexed(id)])) }
    }
    for name in fileNames(in: "\(folder.path)/data") where name.hasPrefix("assay.db") && !name.contains("journal") {
      removeFile("\(folder.path)/data/\(name)")
    }
    let (journal, index) = try open(folder)
    #expect(try index.recover(from: journal.reader) == [1...4])
  }

  @Test func aLostJournalIsNotWaitedFor() throws {
    do {
      let (journal, index) = try open(folder)
      try append(6, to: journal)
      for id: Int64 in [1, 2, 6] { try index.write(changes([indexed(id)])) }
    }
    for name in fileNames(in: "\(folder.store).journal") { removeFile("\(folder.store).journal/\(name)") }
    do {
      let (journal, index) = try open(folder)
      #expect(try index.recover(from: journal.reader) == [])
      #expect(try journal.append([batch([1])], now: newYear) == 7..<8)
      try index.write(changes([indexed(7)]))
    }
    let (journal, index) = try open(folder)
    try append(1, to: journal)
    #expect(try index.recover(from: journal.reader) == [8...8])
  }

  @Test func aBatchIsNeverIndexedTwice() throws {
    let (_, index) = try open(folder)
    try index.write(changes([indexed(1, firstCall: 1, calls: [call(1)])]))
    let error = storageError {
      try index.write(
        changes([indexed(2, firstCall: 2, calls: [call(2)]), indexed(1, firstCall: 3, calls: [call(1)])]))
    }
    #expect(error?.code == .conflict)
    // Nothing of the refused transaction is there, and the next one goes through.
    #expect(try index.reader.read { try $0.callCount() } == 1)
    #expect(index.nextCall == 2)
    try index.write(changes([indexed(2, firstCall: 2, calls: [call(2)])]))
    #expect(try index.reader.read { try $0.callCount() } == 2)
  }
}
