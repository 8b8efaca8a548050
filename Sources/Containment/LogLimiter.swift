internal import CallModel
internal import Glibc

/// Cuts a program's standard error into lines and keeps no more than a rate of it.
///
/// A bucket of one second's bytes; what is above it is dropped and counted, and the count is a line of its own
/// before the next that is kept.
struct LogLimiter: Sendable {
  /// A line is cut here, in bytes.
  static let longestLine = 4096

  /// Bytes a second.
  let rate: Int
  private(set) var dropped = 0

  private var line: [UInt8] = []
  /// Whether the rest of the line that is being read is dropped.
  private var isCut = false
  private var budget: Int
  private var filled: Nanoseconds

  init(rate: Int, now: Nanoseconds) {
    self.rate = max(0, rate)
    budget = self.rate
    filled = now
  }

  /// The lines that these bytes finish, and that are kept.
  mutating func feed(_ bytes: UnsafeRawBufferPointer, now: Nanoseconds) -> [String] {
    refill(now)
    var lines: [String] = []
    var start = 0
    while start < bytes.count {
      // A flood is not cut into lines that nobody will see.
      if budget == 0, line.isEmpty, let last = lastEnd(of: bytes, from: start) {
        dropped += last - start
        isCut = false
        start = last + 1
        continue
      }
      let end = end(of: bytes, from: start)
      take(UnsafeRawBufferPointer(rebasing: bytes[start..<(end ?? bytes.count)]))
      if end != nil { finish(into: &lines) }
      start = (end ?? bytes.count) + 1
    }
    return lines
  }

  /// What is left at the end of the stream.
  mutating func end() -> [String] {
    var lines: [String] = []
    if !line.isEmpty { finish(into: &lines) }
    if dropped > 0 { lines.append(lost()) }
    return lines
  }

  /// Where the next line ends.
  private func end(of bytes: UnsafeRawBufferPointer, from start: Int) -> Int? {
    guard let base = bytes.baseAddress else { return nil }
    return memchr(base + start, Int32(UInt8(ascii: "\n")), bytes.count - start).map { UnsafeRawPointer($0) - base }
  }

  /// Where the last line ends, from `start` on.
  private func lastEnd(of bytes: UnsafeRawBufferPointer, from start: Int) -> Int? {
    var index = bytes.count
    while index > start {
      index -= 1
      if bytes[index] == UInt8(ascii: "\n") { return index }
    }
    return nil
  }

  private mutating func take(_ part: UnsafeRawBufferPointer) {
    let kept = min(part.count, isCut ? 0 : min(Self.longestLine - line.count, budget))
    line.append(contentsOf: UnsafeRawBufferPointer(rebasing: part[..<kept]))
    budget -= kept
    if kept < part.count {
      isCut = true
      dropped += part.count - kept
    }
  }

  private mutating func finish(into lines: inout [String]) {
    defer {
      line.removeAll(keepingCapacity: true)
      isCut = false
    }
    if line.isEmpty { return }
    // Only once there is room again, so that a flood is not answered by a flood of counts.
    if dropped > 0, !isCut { lines.append(lost()) }
    lines.append(String(decoding: line, as: UTF8.self) + (isCut ? "…" : ""))
  }

  private mutating func lost() -> String {
    defer { dropped = 0 }
    return "\(dropped) bytes of standard error are left out: lines over \(Self.longestLine) bytes, or more than "
      + "\(rate) bytes a second"
  }

  private mutating func refill(_ now: Nanoseconds) {
    let passed = max(0, now - filled)
    // Beyond a second the bucket is full anyway, and no product overflows.
    let second = Nanoseconds.seconds(1)
    let gained = passed >= second ? rate : Int(Double(rate) * Double(passed) / Double(second))
    guard gained > 0 else { return }
    budget = min(rate, budget + gained)
    filled = now
  }
}
