package import CallModel
internal import Synchronization

/// Reads the journal from any thread, beside the one that writes it.
///
/// It blocks on the disk: call it on a named thread. A lock makes its callers take turns; it
/// holds at most `openFiles` connections, whose caches are small.
package final class JournalReader: Sendable {
  static let openFiles = 3

  private let list: Mutex<[JournalFile]>
  /// The latest used is the last. Taken before `list`, never after it.
  private let open = Mutex<[(path: String, source: JournalSource)]>([])

  init(files: [JournalFile]) { list = Mutex(files) }

  /// The journal's files, oldest first.
  package var files: [JournalFile] { list.withLock { $0 } }

  /// Bytes on disk.
  package var size: Int64 { list.withLock { $0.reduce(0) { $0 + $1.size } } }

  /// A part of a batch: a call's span, or its resource.
  package func bytes(of batch: Int64, _ range: ByteRange) throws(StorageError) -> [UInt8] {
    try bytes(of: batch, [range])
  }

  /// Several parts of a batch, one after the other.
  package func bytes(of batch: Int64, _ ranges: [ByteRange]) throws(StorageError) -> [UInt8] {
    try withSource(of: batch) { (source) throws(StorageError) in try source.bytes(of: batch, ranges) }
  }

  /// A batch with all its bytes, to be decoded again.
  package func batch(_ id: Int64) throws(StorageError) -> StoredBatch {
    try withSource(of: id) { (source) throws(StorageError) in try source.batch(id) }
  }

  /// The first batch after `id`, or nil at the end: reading on from it replays the journal.
  package func batch(after id: Int64) throws(StorageError) -> StoredBatch? {
    guard let next = files.first(where: { $0.endID > id + 1 && $0.endID > $0.firstID }) else { return nil }
    return try batch(max(id + 1, next.firstID))
  }

  func file(of batch: Int64) -> JournalFile? { list.withLock { $0.last { $0.ids.contains(batch) } } }

  func add(_ file: JournalFile) { list.withLock { $0.append(file) } }

  /// The current file has grown.
  func extend(to endID: Int64, received: Nanoseconds, by bytes: Int64) {
    list.withLock { files in
      guard let last = files.indices.last else { return }
      files[last].endID = endID
      files[last].lastReceived = received
      files[last].size += bytes
    }
  }

  /// Closes a file that is about to be deleted: an open one would keep its room on the disk.
  func forget(_ file: JournalFile) {
    list.withLock { files in files.removeAll { $0.path == file.path } }
    open.withLock { open in open.removeAll { $0.path == file.path } }
  }

  private func withSource<Result: Sendable>(
    of batch: Int64, _ body: (JournalSource) throws(StorageError) -> Result
  ) throws(StorageError) -> Result {
    try open.withLock { (open) throws(StorageError) in
      // Looked up under the lock, so that a file being forgotten is not opened once more.
      guard let path = file(of: batch)?.path else {
        throw .noBatch(batch, in: files.last?.path ?? "the journal")
      }
      let source: JournalSource
      if let position = open.firstIndex(where: { $0.path == path }) {
        source = open.remove(at: position).source
      } else {
        if open.count >= Self.openFiles { open.removeFirst() }
        source = try JournalSource(path: path)
      }
      open.append((path, source))
      return try body(source)
    }
  }
}
