internal import CallModel

/// The connection that reads one file of the journal.
final class JournalSource {
  private let connection: Connection
  private let select: Statement

  init(path: String) throws(StorageError) {
    connection = try Connection(path: path, mode: .read)
    try connection.execute("PRAGMA mmap_size = 0; PRAGMA cache_size = -512")
    select = try connection.prepare(
      "SELECT received_ns, digest, signal, encoding, spans, body FROM batches WHERE id = ?")
  }

  func bytes(of batch: Int64, _ ranges: [ByteRange]) throws(StorageError) -> [UInt8] {
    let body = try Body(of: batch, on: connection)
    var bytes: [UInt8] = []
    bytes.reserveCapacity(ranges.reduce(0) { $0 + Int($1.count) })
    for range in ranges { try body.read(range, into: &bytes) }
    return bytes
  }

  func batch(_ id: Int64) throws(StorageError) -> StoredBatch {
    select.row.bind(id, at: 1)
    defer { select.reset() }
    guard try select.step() else { throw .noBatch(id, in: connection.path) }
    let row = select.row
    return StoredBatch(
      id: id,
      batch: JournalBatch(
        received: row.integer(0), digest: UInt64(bitPattern: row.integer(1)),
        signal: BatchSignal(rawValue: row.integer(2)), encoding: BatchEncoding(rawValue: row.integer(3)),
        spans: Int(row.integer(4)), body: [UInt8](row.blob(5))))
  }
}
