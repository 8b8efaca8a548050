import CallModel
import Glibc
import Storage

/// A folder of a test's own, gone when the test is.
final class TemporaryFolder: Sendable {
  let path: String

  init() throws {
    var template = Array("\(Self.root)/assay-storage-XXXXXX".utf8CString)
    guard let made = mkdtemp(&template) else { throw StorageError(.unreachable, path: Self.root, detail: "mkdtemp") }
    path = String(cString: made)
  }

  deinit { removeTree(path) }

  /// Where the store of a test lies.
  var store: String { "\(path)/data/assay.db" }

  func lock() throws -> StoreLock { try StoreLock(path: store) }

  /// Copies a store as it is on the disk now: what a crash would leave.
  func copy(to other: TemporaryFolder) throws {
    try copyTree("\(path)/data", to: "\(other.path)/data")
  }

  private static var root: String { getenv("TMPDIR").map { String(cString: $0) } ?? P_tmpdir }
}

func fileNames(in folder: String) -> [String] {
  guard let stream = opendir(folder) else { return [] }
  defer { closedir(stream) }
  var result: [String] = []
  while let entry = readdir(stream) {
    let name = withUnsafeBytes(of: entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
    if name != ".", name != ".." { result.append(name) }
  }
  return result.sorted()
}

func readFile(_ path: String) -> [UInt8] {
  guard let file = fopen(path, "rb") else { return [] }
  defer { fclose(file) }
  var bytes: [UInt8] = []
  var chunk = [UInt8](repeating: 0, count: 65_536)
  while case let count = fread(&chunk, 1, chunk.count, file), count > 0 { bytes += chunk[..<count] }
  return bytes
}

func writeFile(_ path: String, _ bytes: [UInt8]) {
  guard let file = fopen(path, "wb") else { return }
  fwrite(bytes, 1, bytes.count, file)
  fclose(file)
}

private func removeTree(_ path: String) {
  for name in fileNames(in: path) { removeTree("\(path)/\(name)") }
  remove(path)
}

private func copyTree(_ from: String, to: String) throws {
  mkdir(to, 0o700)
  for name in fileNames(in: from) {
    var status = stat()
    guard stat("\(from)/\(name)", &status) == 0 else { continue }
    if status.st_mode & S_IFMT == S_IFDIR {
      try copyTree("\(from)/\(name)", to: "\(to)/\(name)")
    } else if !name.hasSuffix("-shm"), !name.hasSuffix(".lock") {
      writeFile("\(to)/\(name)", readFile("\(from)/\(name)"))
    }
  }
}

/// 2026-01-01T00:00:00Z.
let newYear: Nanoseconds = 1_767_225_600_000_000_000

func text(_ string: String) -> [UInt8] { Array(string.utf8) }

func batch(_ body: [UInt8], at received: Nanoseconds = newYear, digest: UInt64 = 7, spans: Int = 1)
  -> JournalBatch<[UInt8]>
{
  JournalBatch(received: received, digest: digest, spans: spans, body: body)
}

/// The error that `work` throws, if it is one of ours.
func storageError(_ work: () throws -> Void) -> StorageError? {
  do {
    try work()
    return nil
  } catch {
    return error as? StorageError
  }
}
