/// Lines on their way to a program's input, and the task that waits for them.
///
/// It holds at most the session's window of questions, and a cancellation for each.
struct Outbox: Sendable {
  enum Next {
    case lines([PluginLine])
    /// All is written: the input is to be closed.
    case close
    /// The program is gone.
    case end
  }

  private var lines: [PluginLine] = []
  private var isClosing = false
  private var hasEnded = false
  private var writer: CheckedContinuation<Void, Never>?

  /// - Returns: the writer, if it is to be woken.
  mutating func add(_ more: [PluginLine]) -> CheckedContinuation<Void, Never>? {
    lines += more
    return wake()
  }

  mutating func close() -> CheckedContinuation<Void, Never>? {
    isClosing = true
    return wake()
  }

  mutating func end() -> CheckedContinuation<Void, Never>? {
    hasEnded = true
    return wake()
  }

  /// Keeps the writer until there is something to do; false if there is already.
  mutating func wait(_ continuation: CheckedContinuation<Void, Never>) -> Bool {
    guard lines.isEmpty, !isClosing, !hasEnded else { return false }
    writer = continuation
    return true
  }

  mutating func take() -> Next {
    if hasEnded { return .end }
    if lines.isEmpty { return isClosing ? .close : .lines([]) }
    defer { lines.removeAll(keepingCapacity: true) }
    return .lines(lines)
  }

  private mutating func wake() -> CheckedContinuation<Void, Never>? {
    defer { writer = nil }
    return writer
  }
}
