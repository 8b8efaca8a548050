internal import Glibc

/// The lines of a file, one after the other, however long the file is.
final class LineReader {
  private let file: UnsafeMutablePointer<FILE>
  private let longest: Int
  private var isOver = false

  /// Nil if the file cannot be opened.
  init?(path: String, longest: Int) {
    guard let file = fopen(path, "re") else { return nil }
    self.file = file
    self.longest = longest
  }

  deinit { fclose(file) }

  /// The next line without its end; an inner nil is a line longer than allowed, the outer one the end.
  func next() -> [UInt8]?? {
    if isOver { return nil }
    var line: [UInt8] = []
    while true {
      let byte = getc_unlocked(file)
      if byte == EOF {
        isOver = true
        return line.isEmpty ? nil : .some(line)
      }
      if byte == 0x0A { return .some(line) }
      guard line.count < longest else {
        isOver = true
        return .some(nil)
      }
      line.append(UInt8(truncatingIfNeeded: byte))
    }
  }
}
