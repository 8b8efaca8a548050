internal import Glibc

/// The sole right to a store: two services never share one.
///
/// It is an advisory lock (`flock`) on `<path>.lock`, which the system gives back however the
/// process ends. Journal and index ask for it, so neither can be opened without.
package final class StoreLock: Sendable {
  /// The path of the index; everything else of the store is named after it.
  package let path: String
  private let descriptor: Int32

  /// Makes the folder of `path` where it is missing, and takes the lock.
  package init(path: String) throws(StorageError) {
    self.path = path
    if let slash = path.lastIndex(of: "/"), slash != path.startIndex {
      try makeFolder(String(path[..<slash]))
    }
    let file = path + ".lock"
    let opened = open(file, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
    guard opened >= 0 else { throw StorageError(system: errno, path: file) }
    guard flock(opened, LOCK_EX | LOCK_NB) == 0 else {
      let reason = errno
      let holder = Self.holder(opened)
      close(opened)
      guard reason == EWOULDBLOCK else { throw StorageError(system: reason, path: file) }
      throw StorageError(.locked, path: path, detail: holder.map { "held by process \($0)" } ?? "held by a process")
    }
    descriptor = opened
    // Only for the message above: what counts is the lock.
    ftruncate(descriptor, 0)
    let own = "\(getpid())\n"
    _ = pwrite(descriptor, own, own.utf8.count, 0)
  }

  deinit { close(descriptor) }

  private static func holder(_ descriptor: Int32) -> Int? {
    var text = [UInt8](repeating: 0, count: 24)
    let count = pread(descriptor, &text, text.count, 0)
    guard count > 0 else { return nil }
    return Int(String(decoding: text[..<count].prefix { $0 > 0x20 }, as: UTF8.self))
  }
}
