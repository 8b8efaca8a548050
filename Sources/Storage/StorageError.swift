/// Why the store could not do what was asked, and what to do about it.
package struct StorageError: Error, Hashable, Sendable {
  /// The stable word for logs, metrics and answers.
  package enum Code: String, Hashable, Sendable, CaseIterable {
    case full = "storage_full"
    case readOnly = "storage_read_only"
    case locked = "storage_locked"
    case corrupt = "storage_corrupt"
    case newer = "storage_newer"
    case unreachable = "storage_unreachable"
    case missing = "storage_missing"
    case conflict = "storage_conflict"
    case failed = "storage_failed"
  }

  package var code: Code
  /// The file or folder it happened to.
  package var path: String
  /// What SQLite or the system said.
  package var detail: String

  package init(_ code: Code, path: String, detail: String) {
    self.code = code
    self.path = path
    self.detail = detail
  }
}

extension StorageError: CustomStringConvertible {
  /// One sentence for the log: what happened, and what to do.
  package var description: String { "\(path): \(sentence) (\(detail))" }

  private var sentence: String {
    switch code {
    case .full:
      "the disk is full; free some space or lower storage.max_size, and what was refused will be accepted again"
    case .readOnly:
      "the store cannot be written; give the service's user write permission to the file and its folder"
    case .locked:
      "the store is in use; stop the other service, or give this one a storage.path of its own"
    case .corrupt:
      "the file is damaged or no store of ours; move it away or bring it back from a backup, then start again"
    case .newer:
      "the store was written by a newer version; start that version, or give this one a storage.path of its own"
    case .unreachable:
      "the file or folder cannot be opened; check that storage.path names a file in a folder that can be reached"
    case .missing:
      "the batch or the range asked for is not there; it may be older than storage.keep"
    case .conflict:
      "a batch or a call was to be written twice; nothing was changed, please report this as a defect"
    case .failed:
      "the store could not be read or written; look at the disk and at the system's log"
    }
  }
}
