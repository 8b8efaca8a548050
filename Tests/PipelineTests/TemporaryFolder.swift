import Glibc

/// A folder of a test's own, gone when the test is.
final class TemporaryFolder: Sendable {
  let path: String

  init() throws {
    let root = getenv("TMPDIR").map { String(cString: $0) } ?? P_tmpdir
    var template = Array("\(root)/assay-pipeline-XXXXXX".utf8CString)
    guard let made = mkdtemp(&template) else { throw Failure.noFolder(root) }
    path = String(cString: made)
  }

  deinit { removeTree(path) }

  /// Where the store of a test lies.
  var store: String { "\(path)/assay.db" }

  private enum Failure: Error { case noFolder(String) }
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

func removeFile(_ path: String) { remove(path) }
