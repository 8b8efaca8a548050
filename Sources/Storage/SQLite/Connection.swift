internal import GRDBSQLite
internal import Glibc

/// One connection to one SQLite file, for one thread at a time.
///
/// It is opened without SQLite's own mutexes: the owner sees to it that two threads never use
/// it at once (SQLite, "Using SQLite In Multi-Threaded Applications").
final class Connection {
  enum Mode { case create, write, read }

  let path: String
  let handle: OpaquePointer

  init(path: String, mode: Mode) throws(StorageError) {
    self.path = path
    let access =
      switch mode {
      case .create: SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE
      case .write: SQLITE_OPEN_READWRITE
      case .read: SQLITE_OPEN_READONLY
      }
    var opened: OpaquePointer?
    let result = sqlite3_open_v2(path, &opened, access | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, nil)
    guard result == SQLITE_OK, let opened else {
      let system = opened.map(sqlite3_system_errno) ?? 0
      sqlite3_close_v2(opened)
      throw StorageError(result: result, system: system, path: path, detail: String(cString: sqlite3_errstr(result)))
    }
    handle = opened
    // Connections of one process meet for microseconds only, when one of them checkpoints.
    sqlite3_busy_timeout(handle, 5_000)
  }

  deinit { sqlite3_close_v2(handle) }

  /// Runs statements that return nothing of interest.
  func execute(_ sql: String) throws(StorageError) {
    try check(sqlite3_exec(handle, sql, nil, nil, nil))
  }

  func prepare(_ sql: String) throws(StorageError) -> Statement { try Statement(sql, on: self) }

  func check(_ result: Int32) throws(StorageError) {
    guard result == SQLITE_OK || result == SQLITE_ROW || result == SQLITE_DONE else { throw error(result) }
  }

  /// The error that this connection reported last.
  func error(_ result: Int32) -> StorageError {
    StorageError(
      result: result, system: sqlite3_system_errno(handle), path: path,
      detail: "\(String(cString: sqlite3_errmsg(handle))), code \(result)")
  }

  /// All of `work` is committed, or none of it.
  func transaction<Result>(_ work: () throws(StorageError) -> Result) throws(StorageError) -> Result {
    try execute("BEGIN IMMEDIATE")
    do throws(StorageError) {
      let result = try work()
      try execute("COMMIT")
      return result
    } catch {
      // After a full disk SQLite may or may not have rolled back by itself.
      if sqlite3_get_autocommit(handle) == 0 { sqlite3_exec(handle, "ROLLBACK", nil, nil, nil) }
      throw error
    }
  }

  /// A query's first column of its first row, or nil.
  func integer(_ sql: String) throws(StorageError) -> Int64? {
    let statement = try prepare(sql)
    guard try statement.step(), !statement.row.isNull(0) else { return nil }
    return statement.row.integer(0)
  }

  /// Moves what is in the write-ahead log into the file, as far as readers allow.
  func checkpoint(truncate: Bool) throws(StorageError) {
    let mode = truncate ? SQLITE_CHECKPOINT_TRUNCATE : SQLITE_CHECKPOINT_PASSIVE
    let result = sqlite3_wal_checkpoint_v2(handle, nil, mode, nil, nil)
    // Busy means that a reader held a part back: the next checkpoint moves it.
    if result & 0xff != SQLITE_BUSY { try check(result) }
  }
}
