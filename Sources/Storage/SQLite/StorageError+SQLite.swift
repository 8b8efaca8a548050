internal import GRDB
internal import GRDBSQLite
internal import Glibc

extension StorageError {
  /// What a result code of SQLite means here; `system` is the `errno` behind it, if any.
  init(result: Int32, system: Int32 = 0, path: String, detail: String) {
    self.init(Self.meaning(of: result, system: system), path: path, detail: detail)
  }

  /// An error that a query through GRDB threw.
  init(_ error: any Error, path: String) {
    switch error {
    case let error as StorageError:
      self = error
    case let error as DatabaseError:
      self.init(
        result: error.extendedResultCode.rawValue, path: path, detail: error.message ?? "error \(error.resultCode)")
    default:
      self.init(.failed, path: path, detail: "\(error)")
    }
  }

  private static func meaning(of result: Int32, system: Int32) -> Code {
    switch system {
    // SQLite says "full" only of some writes; the system says it of all.
    case ENOSPC, EDQUOT: return .full
    case EROFS, EACCES, EPERM: return .readOnly
    default: break
    }
    // The low byte of an extended code is the primary one (SQLite, "Result and Error Codes").
    switch result & 0xff {
    case SQLITE_FULL: return .full
    case SQLITE_READONLY, SQLITE_PERM: return .readOnly
    case SQLITE_BUSY, SQLITE_LOCKED: return .locked
    case SQLITE_CORRUPT, SQLITE_NOTADB: return .corrupt
    case SQLITE_CANTOPEN: return .unreachable
    case SQLITE_CONSTRAINT: return .conflict
    default: return .failed
    }
  }
}

/// Runs a piece of GRDB work and gives its error our type.
func translating<Result>(_ path: String, _ work: () throws -> Result) throws(StorageError) -> Result {
  do { return try work() } catch { throw StorageError(error, path: path) }
}
