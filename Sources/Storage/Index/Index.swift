package import CallModel
internal import GRDB

/// What is known of every call: its columns, its verdicts, and what was decided upon them.
///
/// It lies in the file that `storage.path` names, and is written behind the journal: a loss of
/// power may take its last transactions, which `recover` then finds missing. One thread owns
/// an index; others read through `reader`.
package final class Index {
  package let reader: IndexReader
  let path: String
  let pool: DatabasePool
  /// Held as long as the index is.
  private let lock: StoreLock
  private let insertion: CallInsertion
  private var progress: Progress
  /// Calls that are written and not summed up yet; see `UnsummedCalls`.
  private var unsummed = SpendTally()
  var knownSeries = SpendSeriesCache()

  /// A transaction of so many rows leaves the summing up to a later one …
  private static let manyRows = 500
  /// … until so many calls wait for it.
  private static let mostUnsummed = 20_000

  /// How far the index has come; one row of the store.
  struct Progress {
    var batches = BatchProgress(complete: 0)
    var lastBatch: Int64 = 0
    var lastCall: Int64 = 0
  }

  /// Opens the index, lays it out or brings it up to date.
  package init(_ lock: StoreLock, symbols: Symbols) throws(StorageError) {
    let path = lock.path
    self.lock = lock
    self.path = path
    insertion = CallInsertion(symbols)
    let (pool, progress) = try translating(path) {
      let pool = try DatabasePool(path: path, configuration: Self.configuration)
      try Self.migrate(pool, path: path)
      try pool.write(UnsummedCalls.sumUp)
      return (pool, try pool.read(Self.storedProgress))
    }
    self.pool = pool
    self.progress = progress
    reader = IndexReader(pool: pool, path: path)
  }

  /// The id of the latest batch that was ever written; the journal goes on after it.
  package var lastBatch: Int64 { progress.lastBatch }

  /// The first id for new calls. Ids are given out by the pipeline, one by one.
  package var nextCall: Int64 { progress.lastCall + 1 }

  /// The batches of the journal whose calls are not in the index: to be decoded and written
  /// again after a crash. Call it once, before the first `write`.
  package func recover(from journal: JournalReader) throws(StorageError) -> [ClosedRange<Int64>] {
    let complete = progress.batches.complete
    let written = try translating(path) {
      try pool.read {
        try Int64.fetchAll($0, sql: "SELECT id FROM batches WHERE id > ? ORDER BY id", arguments: [complete])
      }
    }
    var done = BatchProgress(complete: complete)
    for id in written { done.insert(id) }
    let missing = journal.files.flatMap { done.missing(in: $0.ids) }
    // What is in neither, because files were taken away, would be waited for for ever.
    var next = complete + 1
    for gap in missing {
      if gap.lowerBound > next { progress.batches.insert(next...gap.lowerBound - 1) }
      next = gap.upperBound + 1
    }
    let end = max(progress.lastBatch, journal.files.last.map { $0.endID - 1 } ?? 0)
    if next <= end { progress.batches.insert(next...end) }
    return missing
  }

  /// Writes everything in one transaction; on an error nothing is written.
  package func write<Body: JournalBytes>(_ changes: IndexChanges<Body>) throws(StorageError) {
    if changes.isEmpty { return }
    var next = progress
    for batch in changes.batches {
      next.batches.insert(batch.id)
      next.lastBatch = max(next.lastBatch, batch.id)
      next.lastCall = max(next.lastCall, batch.firstCall + Int64(batch.calls.count) - 1)
    }
    let calls = changes.batches.reduce(0) { $0 + $1.calls.count }
    let isPutOff = calls + changes.verdicts.count >= Self.manyRows && unsummed.calls + calls <= Self.mostUnsummed
    var tally = SpendTally()
    if !isPutOff {
      tally = unsummed
      tally.add(changes.batches)
    }
    try transaction { database in
      try database.insert(changes.batches, insertion)
      try database.insert(changes.verdicts)
      try database.insert(changes.parts)
      for change in changes.alerts { try database.insert(change) }
      for entry in changes.audit { try database.insert(entry) }
      for state in changes.states { try database.upsert(state) }
      for label in changes.feedback { try database.upsert(label) }
      for reference in changes.references { try database.upsert(reference) }
      if !changes.batches.isEmpty { try database.update(next) }
      try database.add(tally, upTo: next.lastCall, known: &knownSeries, insertion)
    }
    progress = next
    if isPutOff { unsummed.add(changes.batches) } else { unsummed = SpendTally() }
  }

  /// Sums up the calls that wait for it: when somebody is about to read the sums.
  package func sumUp() throws(StorageError) {
    if unsummed.calls == 0 { return }
    let (tally, last) = (unsummed, progress.lastCall)
    try transaction { try $0.add(tally, upTo: last, known: &knownSeries, insertion) }
    unsummed = SpendTally()
  }

  private func transaction(_ body: (Database) throws -> Void) throws(StorageError) {
    do {
      try pool.write(body)
    } catch {
      // Ids that were given out in it are gone with it.
      knownSeries.removeAll()
      throw StorageError(error, path: path)
    }
  }

  /// A setting that is made once and then stays, such as the salt of the sampling hash.
  package func setting(_ name: String, orElse make: () -> [UInt8]) throws(StorageError) -> [UInt8] {
    try translating(path) {
      try pool.write { database in
        if let known = try IndexSnapshot(database: database).setting(name) { return known }
        let made = make()
        let statement = try database.cachedStatement(sql: "INSERT INTO settings (name, value) VALUES (?, ?)")
        let row = RawStatement(statement.sqliteStatement)
        row.bind(copying: name, at: 1)
        row.bind(copying: made, at: 2)
        try database.check(row.run())
        return made
      }
    }
  }

  /// Sums up what waits for it and empties the write-ahead log: at the end.
  package func flush() throws(StorageError) {
    try sumUp()
    try translating(path) { try pool.writeWithoutTransaction { _ = try $0.checkpoint(.truncate) } }
  }

  private static var configuration: Configuration {
    var configuration = Configuration()
    configuration.label = "assay.index"
    configuration.maximumReaderCount = 2
    configuration.busyMode = .timeout(5)
    configuration.prepareDatabase { database in
      try database.execute(sql: "PRAGMA cache_size = -2000; PRAGMA mmap_size = 0")
      guard !database.configuration.readonly else { return }
      // The journal is what is durable: here a lost tail is only work to be done again.
      try database.execute(
        sql: "PRAGMA synchronous = NORMAL; PRAGMA wal_autocheckpoint = 4000; PRAGMA journal_size_limit = 33554432")
    }
    return configuration
  }

  private static func migrate(_ pool: DatabasePool, path: String) throws {
    let migrator = IndexSchema.migrator
    let (application, tables, isNewer) = try pool.read { database in
      (
        try Int.fetchOne(database, sql: "PRAGMA application_id") ?? 0,
        try Int.fetchOne(database, sql: "SELECT count(*) FROM sqlite_master") ?? 0,
        try migrator.hasBeenSuperseded(database)
      )
    }
    guard tables == 0 || application == IndexSchema.applicationID else {
      throw StorageError(.corrupt, path: path, detail: "it is another program's database")
    }
    guard !isNewer else {
      throw StorageError(.newer, path: path, detail: "it holds migrations that this version does not know")
    }
    try migrator.migrate(pool)
  }

  private static func storedProgress(_ database: Database) throws -> Progress {
    guard
      let row = try Row.fetchOne(database, sql: "SELECT complete_batch, last_batch, last_call FROM progress")
    else { return Progress() }
    return Progress(batches: BatchProgress(complete: row[0]), lastBatch: row[1], lastCall: row[2])
  }
}
