internal import CallModel
internal import Evaluation
internal import Glibc

/// The progress on standard error, where that is a terminal; ten times a second at most.
struct ProgressBar {
  private static let rest = Duration.milliseconds(100)

  private let isShown: Bool
  private let start = ContinuousClock.now
  private var last: ContinuousClock.Instant?
  var line: ProgressLine

  init(size: Int?, isJSON: Bool) {
    line = ProgressLine(size: size)
    // Lines of verdicts on the same terminal would run into it.
    isShown = isatty(STDERR_FILENO) != 0 && !(isJSON && isatty(STDOUT_FILENO) != 0)
  }

  mutating func draw() {
    let now = ContinuousClock.now
    guard isShown, last.map({ now - $0 >= Self.rest }) ?? true else { return }
    last = now
    put("\r\u{1b}[K" + line.text(after: Nanoseconds((now - start) / .nanoseconds(1))))
  }

  /// Makes room for another line.
  mutating func clear() {
    guard isShown, last != nil else { return }
    put("\r\u{1b}[K")
    last = nil
  }

  private func put(_ text: String) {
    let bytes = Array(text.utf8)
    _ = Glibc.write(STDERR_FILENO, bytes, bytes.count)
  }
}
