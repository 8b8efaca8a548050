internal import GRDB

extension IndexReader {
  /// Opens an index that may be in use by a service, to read it only.
  ///
  /// It takes no lock of the store and changes nothing. An index that an older version has written is
  /// refused: to bring it up to date would be a change.
  ///
  /// - Parameter path: the index, as `storage.path` names it.
  package init(readingOnly path: String) throws(StorageError) {
    let pool = try translating(path) {
      var configuration = Configuration()
      configuration.label = "assay.reader"
      configuration.readonly = true
      configuration.maximumReaderCount = 1
      configuration.busyMode = .timeout(5)
      let pool = try DatabasePool(path: path, configuration: configuration)
      try pool.read { database in
        guard try Int.fetchOne(database, sql: "PRAGMA application_id") == IndexSchema.applicationID else {
          throw StorageError(.corrupt, path: path, detail: "it is no database of ours")
        }
        let migrator = IndexSchema.migrator
        guard try !migrator.hasBeenSuperseded(database) else {
          throw StorageError(.newer, path: path, detail: "it holds migrations that this version does not know")
        }
        guard try migrator.hasCompletedMigrations(database) else {
          throw StorageError(
            .failed, path: path, detail: "an older version wrote it; start this version's service once")
        }
      }
      return pool
    }
    self.init(pool: pool, path: path)
  }
}
