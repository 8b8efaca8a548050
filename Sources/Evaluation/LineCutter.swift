internal import Glibc

/// Cuts a stream of bytes into numbered lines, block after block.
///
/// It keeps one unfinished line, of at most `longest` bytes: what is longer is dropped as it comes.
/// Lines of nothing but white space are counted and left out; so is a byte order mark at the start.
package struct LineCutter {
  private let longest: Int
  private var number = 1
  private var unfinished: [UInt8] = []
  private var isTooLong = false

  package init(longest: Int) { self.longest = longest }

  /// The lines that end in a block of bytes.
  package mutating func lines(in block: UnsafeRawBufferPointer) -> [NumberedLine] {
    var lines: [NumberedLine] = []
    var start = 0
    while start < block.count {
      let rest = UnsafeRawBufferPointer(rebasing: block[start...])
      guard let length = lineFeed(in: rest) else {
        keep(rest)
        break
      }
      keep(UnsafeRawBufferPointer(rebasing: rest[..<length]))
      if let line = ended() { lines.append(line) }
      start += length + 1
    }
    return lines
  }

  /// The last line, if the stream does not end with a line feed.
  package mutating func last() -> NumberedLine? { ended() }

  private mutating func keep(_ bytes: UnsafeRawBufferPointer) {
    if isTooLong { return }
    if unfinished.count + bytes.count > longest {
      isTooLong = true
      unfinished = []
    } else {
      unfinished.append(contentsOf: bytes)
    }
  }

  private mutating func ended() -> NumberedLine? {
    defer {
      number += 1
      isTooLong = false
      unfinished = []
    }
    if isTooLong { return NumberedLine(number: number, bytes: nil) }
    if number == 1, unfinished.starts(with: [0xEF, 0xBB, 0xBF]) { unfinished.removeFirst(3) }
    let isBlank = unfinished.allSatisfy { $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }
    return isBlank ? nil : NumberedLine(number: number, bytes: unfinished)
  }
}

private func lineFeed(in bytes: UnsafeRawBufferPointer) -> Int? {
  guard let start = bytes.baseAddress, let found = memchr(start, 0x0A, bytes.count) else { return nil }
  return UnsafeRawPointer(found) - start
}
