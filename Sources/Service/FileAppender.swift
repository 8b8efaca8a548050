internal import Glibc
internal import PluginKit

/// One open file that grows by whole batches and is put aside at its size; for one thread.
///
/// A batch is never cut: a file may be larger than its size by the batch that it holds alone. What
/// was written half, because the disk is full, is taken back.
final class FileAppender {
  private let path: String
  private var descriptor: Int32 = -1

  init(_ path: String) { self.path = path }

  deinit { close() }

  func append(_ bytes: [UInt8], to file: RotatingFile) throws(HostError) {
    if bytes.isEmpty { return }
    try reopen()
    var size = try status(of: descriptor).st_size
    if size > 0, Int64(size) + Int64(bytes.count) > file.maxSize {
      try putAside(keeping: max(1, file.keep))
      try reopen()
      size = try status(of: descriptor).st_size
    }
    do throws(HostError) {
      if size > 0, try lastByte(at: size) != UInt8(ascii: "\n") { try write([UInt8(ascii: "\n")]) }
      try write(bytes)
      if file.sync, fdatasync(descriptor) != 0 { throw failure() }
    } catch {
      ftruncate(descriptor, size)
      close()
      throw error
    }
  }

  /// Opens the file unless the path still names the one that is open: others may have moved it.
  private func reopen() throws(HostError) {
    if descriptor >= 0 {
      var named = stat()
      let own = try status(of: descriptor)
      if stat(path, &named) == 0, named.st_ino == own.st_ino, named.st_dev == own.st_dev { return }
      close()
    }
    descriptor = open(path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC | O_NONBLOCK, 0o640)
    guard descriptor >= 0 else { throw failure() }
    guard try status(of: descriptor).st_mode & S_IFMT == S_IFREG else {
      close()
      throw HostError("\(path): not a file")
    }
  }

  /// `f` becomes `f.1`, `f.1` becomes `f.2`; what would be beyond `keep` is overwritten.
  private func putAside(keeping keep: Int) throws(HostError) {
    close()
    for number in (1..<keep).reversed() {
      guard rename("\(path).\(number)", "\(path).\(number + 1)") == 0 || errno == ENOENT else { throw failure() }
    }
    guard rename(path, "\(path).1") == 0 else { throw failure() }
  }

  private func write(_ bytes: [UInt8]) throws(HostError) {
    var written = 0
    while written < bytes.count {
      let count = bytes.withUnsafeBytes {
        Glibc.write(descriptor, $0.baseAddress?.advanced(by: written), $0.count - written)
      }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { throw failure() }
      written += count
    }
  }

  private func lastByte(at size: off_t) throws(HostError) -> UInt8 {
    var byte: UInt8 = 0
    guard pread(descriptor, &byte, 1, size - 1) == 1 else { throw failure() }
    return byte
  }

  private func status(of descriptor: Int32) throws(HostError) -> stat {
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw failure() }
    return status
  }

  /// A disk that is full, or a folder that is missing, may be mended while we run.
  private func failure() -> HostError {
    HostError("\(path): \(String(cString: strerror(errno)))", isTransient: true)
  }

  private func close() {
    if descriptor >= 0 { _ = Glibc.close(descriptor) }
    descriptor = -1
  }
}
