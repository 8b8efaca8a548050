internal import FoundationEssentials
internal import GRDB
internal import GRDBSQLite

/// A blob of a row, read without Foundation's `Data` where the row is still the statement's.
struct StoredBytes: DatabaseValueConvertible, StatementColumnConvertible {
  var bytes: [UInt8]

  init?(sqliteStatement: SQLiteStatement, index: CInt) {
    bytes = [UInt8](RawStatement(sqliteStatement).blob(index))
  }

  init(bytes: [UInt8]) { self.bytes = bytes }

  var databaseValue: DatabaseValue { bytes.withUnsafeBytes { Data($0) }.databaseValue }

  static func fromDatabaseValue(_ value: DatabaseValue) -> StoredBytes? {
    guard case .blob(let data) = value.storage else { return nil }
    return StoredBytes(bytes: Array(data))
  }
}
