internal import GRDBSQLite

/// A compiled statement of a connection, to be run again and again.
final class Statement {
  let connection: Connection
  let row: RawStatement

  init(_ sql: String, on connection: Connection) throws(StorageError) {
    self.connection = connection
    var compiled: OpaquePointer?
    let result = sqlite3_prepare_v3(connection.handle, sql, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &compiled, nil)
    guard result == SQLITE_OK, let compiled else { throw connection.error(result) }
    row = RawStatement(compiled)
  }

  deinit { sqlite3_finalize(row.handle) }

  /// Goes to the next row; false at the end, where the statement is ready to run anew.
  func step() throws(StorageError) -> Bool {
    let result = sqlite3_step(row.handle)
    if result == SQLITE_ROW { return true }
    let failure = result == SQLITE_DONE ? nil : connection.error(result)
    sqlite3_reset(row.handle)
    if let failure { throw failure }
    return false
  }

  func reset() { sqlite3_reset(row.handle) }
}
