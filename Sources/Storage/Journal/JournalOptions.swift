/// How the journal lays out its files. The defaults are measured; tests use smaller ones.
package struct JournalOptions: Hashable, Sendable {
  /// A new file begins when the current one has reached this many bytes.
  package var fileSize: Int64 = 1 << 30
  /// Bytes of a page, a power of two from 512 to 65,536.
  package var pageSize = 16_384
  /// A checkpoint is due after this many bytes of batches.
  package var checkpointSize = 8 << 20
  /// Bytes of batches at which the write-ahead log is moved whole, so that it begins anew.
  package var logSize = 64 << 20
  /// The page cache of the writing connection, in bytes.
  package var cacheSize = 4 << 20
  /// The most pages that a file may have (0: no limit): a full disk, for tests.
  package var pageLimit = 0

  package init() {}
}
