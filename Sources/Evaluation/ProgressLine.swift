package import CallModel

/// How far a run has come, as one line for a person who waits.
package struct ProgressLine: Sendable {
  package var rows = 0
  package var failures = 0
  /// Bytes of the file that have been judged.
  package var bytes = 0
  /// Bytes of the whole file; nil if that is not known.
  package let size: Int?

  package init(size: Int?) { self.size = size }

  package func text(after elapsed: Nanoseconds) -> String {
    let seconds = max(Double(elapsed) / 1e9, 1e-3)
    let rate = "\(Int(Double(rows) / seconds)) rows/s"
    let failed = "\(failures) failed"
    guard let size, size > 0, bytes > 0 else { return "\(rows) rows  \(rate)  \(failed)" }
    let share = min(1, Double(bytes) / Double(size))
    let width = 24
    let full = Int(share * Double(width))
    let bar = String(repeating: "#", count: full) + String(repeating: ".", count: width - full)
    let left = Int((seconds / share - seconds).rounded(.up))
    return "[\(bar)] \(Int(share * 100)) %  \(rows) rows  \(rate)  \(failed)  ETA \(clock(left))"
  }

  private func clock(_ seconds: Int) -> String {
    let (minutes, second) = (seconds / 60, seconds % 60)
    return "\(minutes):\(second < 10 ? "0" : "")\(second)"
  }
}
