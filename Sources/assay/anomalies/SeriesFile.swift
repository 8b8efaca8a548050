internal import Evaluation
internal import Glibc
internal import Series

/// A file with a series, read piece by piece.
struct SeriesFile {
  /// Why nothing of it can be read.
  struct Failure: Error, CustomStringConvertible {
    let description: String
  }

  private static let bytesTogether = 256 << 10

  private let path: String
  private let name: String
  private var table: SeriesTable

  init(path: String, timeColumn: String?, valueColumn: String?) {
    self.path = path
    name = path == "-" ? "standard input" : path
    table = SeriesTable(timeColumn: timeColumn, valueColumn: valueColumn)
  }

  /// Hands out row after row, and what is no row.
  mutating func read(_ body: (Result<SeriesRow, SeriesFlaw>) -> Void) throws(Failure) {
    let file = path == "-" ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { throw system() }
    defer { if file != STDIN_FILENO { close(file) } }
    var cutter = CSVCutter()
    var fatal: SeriesFlaw?
    var table = self.table
    func take(_ row: borrowing CSVRow) {
      guard fatal == nil else { return }
      do throws(SeriesFlaw) {
        if let row = try table.read(row) { body(.success(row)) }
      } catch {
        if error.isFatal { fatal = error } else { body(.failure(error)) }
      }
    }
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: Self.bytesTogether, alignment: 16)
    defer { buffer.deallocate() }
    while fatal == nil {
      let count = Glibc.read(file, buffer.baseAddress, buffer.count)
      if count > 0 {
        cutter.cut(UnsafeRawBufferPointer(rebasing: buffer[..<count]), take)
      } else if count == 0 {
        cutter.finish(take)
        break
      } else if errno != EINTR {
        throw system()
      }
    }
    if let fatal { throw Failure(description: "\(name):\(fatal.line): \(fatal.reason)".printable(atMost: 600)) }
  }

  /// What the system said last.
  private func system() -> Failure { Failure(description: "\(name): \(String(cString: strerror(errno)))") }
}
