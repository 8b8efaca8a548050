internal import GRDBSQLite

/// A compiled statement's values, in and out, without copies or allocations.
///
/// Parameters count from 1, columns from 0. Bytes and text bound by pointer must stay where
/// they are until the statement has been stepped.
struct RawStatement {
  let handle: OpaquePointer

  init(_ handle: OpaquePointer) { self.handle = handle }

  func bind(_ value: Int64, at parameter: Int32) { sqlite3_bind_int64(handle, parameter, value) }

  func bind(_ value: Double, at parameter: Int32) { sqlite3_bind_double(handle, parameter, value) }

  func bind(_ value: Int64?, at parameter: Int32) {
    if let value { bind(value, at: parameter) } else { sqlite3_bind_null(handle, parameter) }
  }

  func bind(_ value: Double?, at parameter: Int32) {
    if let value { bind(value, at: parameter) } else { sqlite3_bind_null(handle, parameter) }
  }

  /// No bytes are an empty blob, never NULL.
  func bind(blob: UnsafeRawBufferPointer, at parameter: Int32) {
    if blob.isEmpty {
      sqlite3_bind_zeroblob(handle, parameter, 0)
    } else {
      sqlite3_bind_blob64(handle, parameter, blob.baseAddress, UInt64(blob.count), nil)
    }
  }

  /// No bytes are NULL: a name is there or it is absent.
  func bind(text: UnsafeRawBufferPointer, at parameter: Int32) {
    if text.isEmpty {
      sqlite3_bind_null(handle, parameter)
    } else {
      sqlite3_bind_text(
        handle, parameter, text.baseAddress?.assumingMemoryBound(to: CChar.self), Int32(clamping: text.count), nil)
    }
  }

  /// A constant, whose bytes are never freed; an empty one is NULL.
  func bind(name: StaticString, at parameter: Int32) {
    bind(text: UnsafeRawBufferPointer(start: name.utf8Start, count: name.utf8CodeUnitCount), at: parameter)
  }

  /// Copies the text, for statements where that does not matter.
  func bind(copying text: String?, at parameter: Int32) {
    guard var text else {
      sqlite3_bind_null(handle, parameter)
      return
    }
    text.withUTF8 { bytes in
      _ = bytes.withMemoryRebound(to: CChar.self) {
        sqlite3_bind_text(handle, parameter, $0.baseAddress, Int32(clamping: $0.count), Self.copies)
      }
    }
  }

  func bind(copying bytes: [UInt8], at parameter: Int32) {
    bytes.withUnsafeBytes { raw in
      if raw.isEmpty {
        _ = sqlite3_bind_zeroblob(handle, parameter, 0)
      } else {
        _ = sqlite3_bind_blob64(handle, parameter, raw.baseAddress, UInt64(raw.count), Self.copies)
      }
    }
  }

  /// Runs a statement that returns no rows, and makes it ready to run anew.
  func run() -> Int32 {
    let result = sqlite3_step(handle)
    sqlite3_reset(handle)
    return result == SQLITE_DONE ? SQLITE_OK : result
  }

  /// Runs a statement that returns one row, and makes it ready to run anew.
  func firstRow<Value>(_ read: (RawStatement) -> Value) -> Result<Value, StepFailure> {
    defer { sqlite3_reset(handle) }
    let result = sqlite3_step(handle)
    guard result == SQLITE_ROW else {
      return .failure(StepFailure(code: result == SQLITE_DONE ? SQLITE_INTERNAL : result))
    }
    let value = read(self)
    // An insertion that returns its row is only done when it has been stepped to its end.
    let end = sqlite3_step(handle)
    return end == SQLITE_DONE ? .success(value) : .failure(StepFailure(code: end))
  }

  func isNull(_ column: Int32) -> Bool { sqlite3_column_type(handle, column) == SQLITE_NULL }

  func integer(_ column: Int32) -> Int64 { sqlite3_column_int64(handle, column) }

  /// The bytes of a blob, valid until the statement moves on.
  func blob(_ column: Int32) -> UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(
      start: sqlite3_column_blob(handle, column), count: Int(sqlite3_column_bytes(handle, column)))
  }

  /// `SQLITE_TRANSIENT`, which C writes as a cast that Swift does not import.
  private static var copies: sqlite3_destructor_type { unsafeBitCast(-1, to: sqlite3_destructor_type.self) }
}

/// The result code of a step that went wrong.
struct StepFailure: Error {
  var code: Int32
}
