import Glibc
import Testing

/// A folder that a test fills; everybody may pass it.
struct TemporaryFolder: ~Copyable {
  let path: String

  init() throws {
    var name = Array("/tmp/assay-containment-XXXXXX".utf8CString)
    try #require(mkdtemp(&name) != nil)
    path = String(decoding: name.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    chmod(path, 0o755)
  }

  /// Writes a file and makes the folders above it.
  func write(_ text: String, to name: String, mode: mode_t) throws {
    var folder = path
    for part in name.split(separator: "/").dropLast() {
      folder += "/\(part)"
      mkdir(folder, 0o755)
      chmod(folder, 0o755)
    }
    let file = open("\(path)/\(name)", O_WRONLY | O_CREAT | O_CLOEXEC, mode)
    try #require(file >= 0)
    let bytes = Array(text.utf8)
    #expect(Glibc.write(file, bytes, bytes.count) == bytes.count)
    fchmod(file, mode)
    close(file)
  }

  deinit {
    let path = path
    func remove(_ path: String) {
      var status = stat()
      guard lstat(path, &status) == 0 else { return }
      if status.st_mode & S_IFMT == S_IFDIR {
        for name in names(in: path) where name != "." && name != ".." { remove("\(path)/\(name)") }
        rmdir(path)
      } else {
        unlink(path)
      }
    }
    remove(path)
  }
}
