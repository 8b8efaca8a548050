internal import CallModel
internal import GRDBSQLite

extension Connection {
  /// Overwrites ranges of a batch's body with spaces, all of them or none.
  func blank(_ ranges: [ByteRange], of batch: Int64) throws(StorageError) {
    try transaction { () throws(StorageError) in
      let body = try Body(of: batch, on: self, writing: true)
      for range in ranges {
        try body.check(range)
        let spaces = [UInt8](repeating: 0x20, count: Int(range.count))
        try check(sqlite3_blob_write(body.handle, spaces, Int32(spaces.count), Int32(range.offset)))
      }
    }
  }
}

/// A batch's body, opened to read or write a part of it without the rest.
final class Body {
  let handle: OpaquePointer
  let batch: Int64
  let path: String

  init(of batch: Int64, on connection: Connection, writing: Bool = false) throws(StorageError) {
    self.batch = batch
    path = connection.path
    var opened: OpaquePointer?
    let result = sqlite3_blob_open(
      connection.handle, "main", "batches", "body", batch, writing ? 1 : 0, &opened)
    guard result == SQLITE_OK, let opened else {
      // SQLite reports a row that is not there as a general error.
      if result == SQLITE_ERROR { throw .noBatch(batch, in: connection.path) }
      throw connection.error(result)
    }
    handle = opened
  }

  deinit { sqlite3_blob_close(handle) }

  var count: Int { Int(sqlite3_blob_bytes(handle)) }

  func check(_ range: ByteRange) throws(StorageError) {
    guard range.bounds.upperBound <= count else {
      throw StorageError(
        .missing, path: path,
        detail:
          "batch \(batch) has \(count) bytes, asked for were \(range.bounds.lowerBound)..<\(range.bounds.upperBound)")
    }
  }

  /// Appends a range's bytes to `bytes`.
  func read(_ range: ByteRange, into bytes: inout [UInt8]) throws(StorageError) {
    try check(range)
    var result = SQLITE_OK
    let wanted = Int(range.count)
    let read = [UInt8](unsafeUninitializedCapacity: wanted) { buffer, initialized in
      result = sqlite3_blob_read(handle, buffer.baseAddress, Int32(wanted), Int32(range.offset))
      initialized = result == SQLITE_OK ? wanted : 0
    }
    guard result == SQLITE_OK else {
      throw StorageError(result: result, path: path, detail: String(cString: sqlite3_errstr(result)))
    }
    bytes += read
  }
}

extension StorageError {
  static func noBatch(_ id: Int64, in path: String) -> StorageError {
    StorageError(.missing, path: path, detail: "batch \(id)")
  }
}
