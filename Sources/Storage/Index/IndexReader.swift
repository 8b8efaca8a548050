internal import GRDB

/// Reads the index from any thread, beside the one that writes it.
///
/// A read sees one consistent state. At most two run at once, others wait for their turn; the
/// asynchronous form waits without holding a thread of the cooperative pool.
package struct IndexReader: Sendable {
  let pool: DatabasePool
  let path: String

  package func read<Value>(_ query: (IndexSnapshot) throws -> Value) throws(StorageError) -> Value {
    try translating(path) { try pool.read { try query(IndexSnapshot(database: $0)) } }
  }

  package func read<Value: Sendable>(
    _ query: @escaping @Sendable (IndexSnapshot) throws -> Value
  ) async throws(StorageError) -> Value {
    do {
      return try await pool.read { try query(IndexSnapshot(database: $0)) }
    } catch {
      throw StorageError(error, path: path)
    }
  }

  /// Bytes on disk.
  package var size: Int64 { (Storage.size(ofFile: path) ?? 0) + (Storage.size(ofFile: path + "-wal") ?? 0) }
}
