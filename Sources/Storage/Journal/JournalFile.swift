package import CallModel
internal import Glibc

/// What is known of one file of the journal. Its batches' ids are contiguous.
package struct JournalFile: Hashable, Sendable {
  package var name: JournalFileName
  package var path: String
  package var firstID: Int64
  /// The id that its next batch would get; equal to `firstID` while it is empty.
  package var endID: Int64
  /// When its latest batch was received; nil while it is empty.
  package var lastReceived: Nanoseconds?
  /// Bytes on disk, the write-ahead log included.
  package var size: Int64

  package var ids: Range<Int64> { firstID..<endID }
}

extension JournalFile {
  /// Marks a database as a journal file ("Asaj"), so that others are never taken for one.
  static let applicationID: Int64 = 0x4173_616a
  /// The layout of a file; a file is never migrated, every layout stays readable.
  static let layout: Int64 = 1

  static let schema = """
    CREATE TABLE batches (
      id INTEGER PRIMARY KEY,
      received_ns INTEGER NOT NULL,
      digest INTEGER NOT NULL,
      signal INTEGER NOT NULL,
      encoding INTEGER NOT NULL,
      spans INTEGER NOT NULL,
      body BLOB NOT NULL
    );
    CREATE TABLE origin (first_id INTEGER NOT NULL);
    """

  /// Reads a file's bounds; nil if a crash cut its making short, so that it holds nothing.
  init?(name: JournalFileName, path: String, on connection: Connection) throws(StorageError) {
    let layout = try connection.integer("PRAGMA user_version") ?? 0
    guard layout <= Self.layout else {
      throw StorageError(.newer, path: path, detail: "layout \(layout), known is \(Self.layout)")
    }
    let application = try connection.integer("PRAGMA application_id")
    if layout == 0, application == 0, try connection.integer("SELECT count(*) FROM sqlite_master") == 0 { return nil }
    guard application == Self.applicationID, let firstID = try connection.integer("SELECT first_id FROM origin") else {
      throw StorageError(.corrupt, path: path, detail: "it is no journal file")
    }
    let lastID = try connection.integer("SELECT max(id) FROM batches")
    self.init(
      name: name, path: path, firstID: firstID, endID: (lastID ?? firstID - 1) + 1,
      lastReceived: try connection.integer("SELECT received_ns FROM batches ORDER BY id DESC LIMIT 1"),
      size: Self.size(onDisk: path))
  }

  static func size(onDisk path: String) -> Int64 {
    (Storage.size(ofFile: path) ?? 0) + (Storage.size(ofFile: path + "-wal") ?? 0)
  }

  /// Removes a database with its side files; true if it is gone.
  static func remove(_ path: String) -> Bool {
    // The side files first: a log without its file would be taken for another file's.
    for suffix in ["-wal", "-shm", ""] { unlink(path + suffix) }
    return access(path, F_OK) != 0
  }
}
