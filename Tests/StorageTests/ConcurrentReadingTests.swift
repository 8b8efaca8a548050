import CallModel
import Testing

@testable import Storage

@Suite struct ConcurrentReadingTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// Every read gives the whole batch or says that it is gone, while files begin and are deleted.
  @Test func readersNeverSeeHalfABatch() async throws {
    var options = JournalOptions()
    options.fileSize = 300_000
    options.checkpointSize = 100_000
    let journal = try Journal(folder.lock(), options: options)
    let reader = journal.reader
    let wrong = await withTaskGroup(of: [String].self) { group in
      for worker: UInt64 in 1...3 {
        group.addTask {
          var random = SplitMix(state: worker)
          return (0..<400).compactMap { _ -> String? in
            let ids = reader.files.first.map { $0.firstID..<(reader.files.last?.endID ?? $0.endID) } ?? 1..<1
            guard !ids.isEmpty else { return nil }
            let id = ids.lowerBound + Int64(random.next() % UInt64(ids.count))
            do {
              let body = try reader.batch(id).batch.body
              return body == [UInt8](repeating: UInt8(id % 251), count: 30_000) ? nil : "batch \(id) is not whole"
            } catch {
              return (error as? StorageError)?.code == .missing ? nil : "\(error)"
            }
          }
        }
      }
      var wrong: [String] = []
      for id in 1...120 {
        do {
          _ = try journal.append(
            [batch([UInt8](repeating: UInt8(id % 251), count: 30_000), at: newYear)], now: newYear)
          try journal.settle()
          if id % 10 == 0 { try journal.retain(since: .min, maxSize: 700_000, now: newYear) }
        } catch {
          wrong.append("writer: \(error)")
        }
      }
      for await found in group { wrong += found }
      return wrong
    }
    #expect(wrong == [])
    #expect(journal.reader.files.count <= 4)
  }

  /// What durability rests on, and no crash of a process could show.
  @Test func theJournalSynchronisesEveryCommit() throws {
    let writer = try JournalWriter.create(
      path: "\(folder.path)/2026-01-01-1.db", firstID: 1, options: JournalOptions())
    #expect(try writer.connection.integer("PRAGMA synchronous") == 2)
    #expect(try writer.connection.integer("PRAGMA page_size") == 16_384)
    let mode = try writer.connection.prepare("PRAGMA journal_mode")
    #expect(try mode.step())
    #expect(mode.row.blob(0).elementsEqual("wal".utf8))
  }
}
