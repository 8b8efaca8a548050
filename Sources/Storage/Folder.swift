internal import Glibc

extension StorageError {
  /// What an `errno` of opening or making a file means here.
  init(system: Int32, path: String) {
    let code: Code =
      switch system {
      case ENOSPC, EDQUOT: .full
      case EROFS, EACCES, EPERM: .readOnly
      default: .unreachable
      }
    self.init(code, path: path, detail: String(cString: strerror(system)))
  }
}

/// Makes a folder with its parents, readable by its owner only: it holds what people wrote.
func makeFolder(_ path: String) throws(StorageError) {
  if mkdir(path, 0o700) == 0 {
    synchronizeFolder(parent(of: path))
    return
  }
  switch errno {
  case EEXIST:
    return
  case ENOENT where path.contains("/") && parent(of: path) != path:
    try makeFolder(parent(of: path))
    if mkdir(path, 0o700) != 0, errno != EEXIST { throw StorageError(system: errno, path: path) }
    synchronizeFolder(parent(of: path))
  case let reason:
    throw StorageError(system: reason, path: path)
  }
}

/// The names in a folder, in no order.
func names(in folder: String) throws(StorageError) -> [String] {
  guard let stream = opendir(folder) else { throw StorageError(system: errno, path: folder) }
  defer { closedir(stream) }
  var result: [String] = []
  while let entry = readdir(stream) {
    result.append(
      withUnsafeBytes(of: entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) })
  }
  return result
}

/// Makes the names in a folder durable: a file's own synchronisation does not.
func synchronizeFolder(_ path: String) {
  let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
  guard descriptor >= 0 else { return }
  fsync(descriptor)
  close(descriptor)
}

/// The size of a file in bytes; nil if it is not there.
func size(ofFile path: String) -> Int64? {
  var status = stat()
  return stat(path, &status) == 0 ? Int64(status.st_size) : nil
}

private func parent(of path: String) -> String {
  guard let slash = path.lastIndex(of: "/") else { return "." }
  return slash == path.startIndex ? "/" : String(path[..<slash])
}
