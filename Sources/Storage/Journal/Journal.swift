package import CallModel

/// The durable record of everything acknowledged: raw batches, in the order they came.
///
/// Files lie in `<path>.journal/`; a new one begins each UTC day or GiB, whichever comes first,
/// so that retention deletes files. Ids count upwards over all files without gaps. One thread
/// owns a journal; others read through `reader`. The commit is a full synchronisation of
/// SQLite's write-ahead log: what `append` returned for survives a loss of power.
package final class Journal {
  package let reader: JournalReader
  /// Held as long as the journal is.
  private let lock: StoreLock
  private let folder: String
  private let options: JournalOptions
  private var writer: JournalWriter?
  private var nextID: Int64
  private var sinceCheckpoint = 0
  /// Bytes of batches in the write-ahead log: it begins anew only when all of it has been moved.
  private var inLog = 0

  /// Opens the journal beside the index. Ids go on after those in the files and after
  /// `lastKnown`, the last batch that the index has seen.
  package init(
    _ lock: StoreLock, after lastKnown: Int64 = 0, options: JournalOptions = JournalOptions()
  ) throws(StorageError) {
    self.lock = lock
    folder = lock.path + ".journal"
    self.options = options
    try makeFolder(folder)
    let files = try Self.scan(folder)
    reader = JournalReader(files: files)
    nextID = max(files.last?.endID ?? 1, lastKnown + 1)
  }

  /// Writes batches as one transaction and returns their ids; on an error none is written.
  ///
  /// - Parameter now: decides in which day's file they go.
  package func append<Body: JournalBytes>(
    _ batches: [JournalBatch<Body>], now: Nanoseconds
  ) throws(StorageError) -> Range<Int64> {
    guard let newest = batches.last else { return nextID..<nextID }
    let writer = try currentWriter(now: now)
    try writer.append(batches, firstID: nextID)
    let ids = nextID..<nextID + Int64(batches.count)
    let bytes = batches.reduce(0) { $0 + $1.body.count }
    nextID = ids.upperBound
    sinceCheckpoint += bytes
    inLog += bytes
    reader.extend(to: nextID, received: newest.received, by: Int64(bytes))
    return ids
  }

  /// What is to be done about the write-ahead log now.
  package enum Settlement: Hashable, Sendable {
    case nothing
    /// A part of it is to be moved into its file, by another thread than the one that appends.
    case move(JournalCheckpoint)
    /// It has become so long that it must be moved whole, by `settle`, while nothing is appended
    /// and no other checkpoint runs.
    case halt
  }

  /// Says what is due; the caller has taken it upon itself then.
  ///
  /// If it never does, `append` does it by itself a little later, and its senders wait.
  package func dueSettlement() -> Settlement {
    guard let writer, sinceCheckpoint >= options.checkpointSize else { return .nothing }
    if inLog >= options.logSize { return .halt }
    sinceCheckpoint = 0
    return .move(JournalCheckpoint(path: writer.connection.path))
  }

  /// Moves the write-ahead log into its file, as far as readers allow.
  package func settle() throws(StorageError) {
    sinceCheckpoint = 0
    inLog = 0
    try writer?.connection.checkpoint(truncate: false)
  }

  /// Moves everything into the files and empties the write-ahead log: at the end, when idle,
  /// and after blanking, since the log may still hold the old bytes.
  package func flush() throws(StorageError) {
    sinceCheckpoint = 0
    inLog = 0
    try writer?.connection.checkpoint(truncate: true)
  }

  /// Deletes the oldest files: those whose batches are all older than `since`, then as many as
  /// it takes to keep at most `maxSize` bytes. Returns the first id that is still there.
  @discardableResult
  package func retain(since: Nanoseconds, maxSize: Int64 = .max, now: Nanoseconds) throws(StorageError) -> Int64 {
    var total = reader.files.reduce(0) { $0 + $1.size }
    for file in reader.files.dropLast() {
      guard file.lastReceived ?? .min < since || total > maxSize else { break }
      try delete(file)
      total -= file.size
    }
    // What has become too old must go even if nothing new arrives to end its file. Last, since
    // a new file needs room, which the others may just have given.
    if let current = reader.files.last, let received = current.lastReceived, received < since {
      try rotate(now: now)
      try delete(current)
    }
    synchronizeFolder(folder)
    return reader.files.first?.firstID ?? nextID
  }

  private func delete(_ file: JournalFile) throws(StorageError) {
    reader.forget(file)
    guard JournalFile.remove(file.path) else {
      throw StorageError(.readOnly, path: file.path, detail: "it cannot be deleted")
    }
  }

  /// Overwrites content with spaces, in place: lengths, ids and everything around it stay.
  ///
  /// Spaces keep a text of protobuf or JSON well-formed, if the ranges are those of its texts.
  package func blank(_ ranges: [ByteRange], of batch: Int64) throws(StorageError) {
    guard let file = reader.file(of: batch) else { throw .noBatch(batch, in: folder) }
    if let writer, writer.connection.path == file.path {
      try writer.connection.blank(ranges, of: batch)
    } else {
      let connection = try Connection(path: file.path, mode: .write)
      try connection.blank(ranges, of: batch)
      try connection.checkpoint(truncate: true)
    }
  }

  private func currentWriter(now: Nanoseconds) throws(StorageError) -> JournalWriter {
    if let file = reader.files.last, file.endID == nextID, !isOver(file, now: now) {
      if let writer { return writer }
      let opened = try JournalWriter(path: file.path, options: options)
      writer = opened
      return opened
    }
    return try rotate(now: now)
  }

  private func isOver(_ file: JournalFile, now: Nanoseconds) -> Bool {
    let today = JournalFileName(day: JournalFileName.day(of: now), part: 1).day
    // A clock that is set back by less than a day must not make a file at every turn.
    return file.size >= options.fileSize || today > file.name.day || today < file.name.day - 1
  }

  @discardableResult
  private func rotate(now: Nanoseconds) throws(StorageError) -> JournalWriter {
    var name = JournalFileName(day: JournalFileName.day(of: now), part: 1)
    // Asked of the disk, so that no file is ever taken for a new one.
    while size(ofFile: "\(folder)/\(name)") != nil { name = JournalFileName(day: name.day, part: name.part + 1) }
    let path = "\(folder)/\(name)"
    // The new file first: if the disk is full the old one stays in use.
    let next = try JournalWriter.create(path: path, firstID: nextID, options: options)
    synchronizeFolder(folder)
    try? writer?.connection.checkpoint(truncate: true)
    writer = next
    sinceCheckpoint = 0
    inLog = 0
    reader.add(
      JournalFile(
        name: name, path: path, firstID: nextID, endID: nextID, lastReceived: nil,
        size: JournalFile.size(onDisk: path)))
    return next
  }

  /// The files in the order of their ids, which survives clocks that were set back.
  private static func scan(_ folder: String) throws(StorageError) -> [JournalFile] {
    var files: [JournalFile] = []
    for name in try names(in: folder).compactMap(JournalFileName.init(parsing:)) {
      let path = "\(folder)/\(name)"
      let connection = try Connection(path: path, mode: .write)
      if let file = try JournalFile(name: name, path: path, on: connection) {
        files.append(file)
      } else {
        _ = JournalFile.remove(path)
      }
    }
    return files.sorted { ($0.firstID, $0.endID) < ($1.firstID, $1.endID) }
  }
}
