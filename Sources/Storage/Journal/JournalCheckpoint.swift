/// A part of a journal's write-ahead log that is due to be moved into its file.
///
/// It may run while batches are appended: it moves what was committed when it began (SQLite,
/// "Write-Ahead Logging", 2.1). Only one may run at a time; a second one does nothing.
package struct JournalCheckpoint: Hashable, Sendable {
  let path: String

  /// Reads the log and writes the file, with a full synchronisation; on a thread that may block.
  package func run() throws(StorageError) {
    let connection = try Connection(path: path, mode: .write)
    try connection.execute("PRAGMA synchronous = FULL; PRAGMA mmap_size = 0; PRAGMA cache_size = -64")
    try connection.checkpoint(truncate: false)
  }
}
