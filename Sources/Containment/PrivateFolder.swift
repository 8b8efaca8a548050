internal import CContainment
internal import Glibc

/// A program's temporary folder and home: made for it, gone with it.
struct PrivateFolder: Hashable, Sendable {
  /// Absolute.
  let path: String

  /// - Throws: errno.
  init(owner: UInt32?) throws(SystemError) {
    let parent = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
    var name = Array("\(absolutePath(parent))/assay-plugin-XXXXXX".utf8CString)
    guard mkdtemp(&name) != nil else { throw SystemError(errno) }
    path = name.withUnsafeBufferPointer { $0.baseAddress.map { String(cString: $0) } ?? "" }
    if let owner, chown(path, owner, owner) != 0 {
      let error = SystemError(errno)
      rmdir(path)
      throw error
    }
  }

  /// Removes it and what the program left in it, links as links; on a thread of its own if there is something.
  func remove() {
    if rmdir(path) == 0 || errno == ENOENT { return }
    _ = startThread("plugin-sweep") { [path] in ccontainment_sweep(path) }
  }
}

/// What the system said.
struct SystemError: Error, Hashable, CustomStringConvertible {
  let number: Int32

  init(_ number: Int32) { self.number = number }

  var description: String { String(cString: strerror(number)) }

  /// Whether the same may work later: something ran out.
  var isTransient: Bool { [EAGAIN, EMFILE, ENFILE, ENOMEM, ENOSPC, EINTR].contains(number) }
}

/// A path from the root on; the working directory before one that is not.
func absolutePath(_ path: String) -> String {
  if path.hasPrefix("/") { return path }
  guard let folder = getcwd(nil, 0) else { return path }
  defer { free(folder) }
  return path.isEmpty || path == "." ? String(cString: folder) : "\(String(cString: folder))/\(path)"
}
