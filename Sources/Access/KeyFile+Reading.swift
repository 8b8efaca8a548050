internal import Glibc

/// What tells one version of a file from the next.
struct FileStamp: Hashable, Sendable {
  var device: UInt64
  var inode: UInt64
  var size: Int64
  var modified: Int64
  var modifiedNanoseconds: Int64

  init(_ status: stat) {
    device = UInt64(status.st_dev)
    inode = UInt64(status.st_ino)
    size = Int64(status.st_size)
    modified = Int64(status.st_mtim.tv_sec)
    modifiedNanoseconds = Int64(status.st_mtim.tv_nsec)
  }

  /// Of the file at a path; nil if there is none.
  init?(of path: String) {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    self.init(status)
  }
}

extension KeyFile {
  /// Reads the file at a path; nil if there is none. Blocks while it reads.
  ///
  /// - Throws: `unsafe` if its group or others may write to it.
  package static func read(from path: String) throws(KeyFileError) -> KeyFile? {
    try stamped(from: path)?.file
  }

  /// The file and the stamp of exactly what was read.
  static func stamped(from path: String) throws(KeyFileError) -> (file: KeyFile, stamp: FileStamp)? {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else {
      if errno == ENOENT { return nil }
      throw KeyFileError(.unreadable, "\(path): \(reason())")
    }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      throw KeyFileError(.unreadable, "\(path): not a file")
    }
    guard status.st_mode & (S_IWGRP | S_IWOTH) == 0 else {
      throw KeyFileError(.unsafe, "\(path): others may write to it, and so make keys; run chmod 600 \(path)")
    }
    guard status.st_size <= largest else {
      throw KeyFileError(.tooLarge, "\(path): larger than \(largest >> 20) MiB")
    }
    var bytes = [UInt8](repeating: 0, count: Int(status.st_size))
    var filled = 0
    while filled < bytes.count {
      let count = bytes.withUnsafeMutableBytes {
        Glibc.read(descriptor, $0.baseAddress?.advanced(by: filled), $0.count - filled)
      }
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw KeyFileError(.unreadable, "\(path): \(reason())") }
      if count == 0 { break }
      filled += count
    }
    return (try KeyFile(parsing: Array(bytes.prefix(filled)), path: path), FileStamp(status))
  }
}

/// The system's words for what failed last.
func reason() -> String { String(cString: strerror(errno)) }
