internal import Glibc

extension KeyFile {
  /// Changes the file at a path: takes the lock `<path>.lock`, reads, changes, and puts a new
  /// file in the old one's place, on the disk before this returns. Blocks.
  ///
  /// A reader sees the old file or the new one, never a part. If `change` throws, nothing is
  /// written.
  package static func edit<Answer, Failure>(
    at path: String, _ change: (inout KeyFile) throws(Failure) -> Answer
  ) throws -> Answer {
    let folder = parent(of: path)
    try makeFolder(folder)
    let lock = open(path + ".lock", O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard lock >= 0 else { throw KeyFileError(.unwritable, "\(path).lock: \(reason())") }
    // Closing gives the lock back.
    defer { close(lock) }
    while flock(lock, LOCK_EX) != 0 {
      guard errno == EINTR else { throw KeyFileError(.unwritable, "\(path).lock: \(reason())") }
    }
    var file = try read(from: path) ?? KeyFile()
    let before = file
    let answer = try change(&file)
    if file != before { try replace(path, with: file.bytes, in: folder) }
    return answer
  }

  private static func replace(_ path: String, with bytes: [UInt8], in folder: String) throws(KeyFileError) {
    let draft = path + ".new"
    // What an earlier process left there may have another mode; under the lock it is nobody's.
    unlink(draft)
    let descriptor = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard descriptor >= 0 else { throw KeyFileError(.unwritable, "\(draft): \(reason())") }
    var failure: String?
    var written = 0
    while written < bytes.count, failure == nil {
      let count = bytes.withUnsafeBytes {
        write(descriptor, $0.baseAddress?.advanced(by: written), $0.count - written)
      }
      if count >= 0 { written += count } else if errno != EINTR { failure = reason() }
    }
    if failure == nil, fsync(descriptor) != 0 { failure = reason() }
    close(descriptor)
    if failure == nil, rename(draft, path) != 0 { failure = reason() }
    if let failure {
      unlink(draft)
      throw KeyFileError(.unwritable, "\(path): \(failure)")
    }
    synchronize(folder)
  }

  private static func makeFolder(_ path: String) throws(KeyFileError) {
    if mkdir(path, 0o700) == 0 { return synchronize(parent(of: path)) }
    switch errno {
    case EEXIST, EISDIR: return
    case ENOENT where parent(of: path) != path:
      try makeFolder(parent(of: path))
      if mkdir(path, 0o700) != 0, errno != EEXIST { throw KeyFileError(.unwritable, "\(path): \(reason())") }
    default: throw KeyFileError(.unwritable, "\(path): \(reason())")
    }
  }

  /// Makes the names in a folder durable: a file's own synchronisation does not.
  private static func synchronize(_ folder: String) {
    let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { return }
    fsync(descriptor)
    close(descriptor)
  }

  private static func parent(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }
}
