internal import CallModel
internal import GRDBSQLite

/// The connection that writes the journal's current file.
final class JournalWriter {
  let connection: Connection
  private let insert: Statement
  private let begin: Statement
  private let commit: Statement

  init(path: String, options: JournalOptions) throws(StorageError) {
    connection = try Connection(path: path, mode: .write)
    try connection.execute(
      """
      PRAGMA journal_mode = WAL;
      PRAGMA synchronous = FULL;
      PRAGMA mmap_size = 0;
      PRAGMA cache_size = \(-options.cacheSize / 1024);
      PRAGMA journal_size_limit = \(options.logSize * 2);
      PRAGMA wal_autocheckpoint = \((options.logSize * 3 / 2 + options.checkpointSize) / options.pageSize);
      """)
    if options.pageLimit > 0 { try connection.execute("PRAGMA max_page_count = \(options.pageLimit)") }
    insert = try connection.prepare(
      "INSERT INTO batches (id, received_ns, digest, signal, encoding, spans, body) VALUES (?, ?, ?, ?, ?, ?, ?)")
    begin = try connection.prepare("BEGIN IMMEDIATE")
    commit = try connection.prepare("COMMIT")
  }

  /// Lays out a new file whose first batch will have the id `firstID`.
  static func create(path: String, firstID: Int64, options: JournalOptions) throws(StorageError) -> JournalWriter {
    do throws(StorageError) {
      let connection = try Connection(path: path, mode: .create)
      try connection.execute("PRAGMA page_size = \(options.pageSize); PRAGMA journal_mode = WAL")
      try connection.transaction { () throws(StorageError) in
        try connection.execute(JournalFile.schema)
        try connection.execute("INSERT INTO origin (first_id) VALUES (\(firstID))")
        try connection.execute("PRAGMA application_id = \(JournalFile.applicationID)")
        try connection.execute("PRAGMA user_version = \(JournalFile.layout)")
      }
      return try JournalWriter(path: path, options: options)
    } catch {
      // A file half made must not stand in the way of the next attempt.
      _ = JournalFile.remove(path)
      throw error
    }
  }

  /// Writes batches in one transaction: when it returns they are on the disk.
  func append<Body: JournalBytes>(_ batches: [JournalBatch<Body>], firstID: Int64) throws(StorageError) {
    try run(begin)
    var id = firstID
    for batch in batches {
      let result = batch.body.withBytes { insertRow(id, batch, $0) }
      guard result == SQLITE_OK else { throw rollBack(result) }
      id += 1
    }
    let result = commit.row.run()
    guard result == SQLITE_OK else { throw rollBack(result) }
  }

  private func insertRow<Body>(_ id: Int64, _ batch: JournalBatch<Body>, _ bytes: UnsafeRawBufferPointer) -> Int32 {
    let row = insert.row
    row.bind(id, at: 1)
    row.bind(batch.received, at: 2)
    row.bind(Int64(bitPattern: batch.digest), at: 3)
    row.bind(batch.signal.rawValue, at: 4)
    row.bind(batch.encoding.rawValue, at: 5)
    row.bind(Int64(batch.spans), at: 6)
    row.bind(blob: bytes, at: 7)
    return row.run()
  }

  private func run(_ statement: Statement) throws(StorageError) { try connection.check(statement.row.run()) }

  private func rollBack(_ result: Int32) -> StorageError {
    let error = connection.error(result)
    if sqlite3_get_autocommit(connection.handle) == 0 {
      sqlite3_exec(connection.handle, "ROLLBACK", nil, nil, nil)
    }
    return error
  }
}
