import Glibc

/// The name of the calling thread, as the kernel has it.
func threadName() -> String { firstLine(of: "/proc/thread-self/comm") }

/// Whether no thread has this name soon: one that was joined may be listed a moment longer.
func threadEnds(_ name: String) -> Bool {
  let end = ContinuousClock.now + .seconds(5)
  while ContinuousClock.now < end {
    let names = fileNames(in: "/proc/self/task").map { firstLine(of: "/proc/self/task/\($0)/comm") }
    if !names.contains(name) { return true }
  }
  return false
}

/// Whether the thread of a name sleeps (proc(5), `stat`: the state follows the name).
func threadIsAsleep(_ name: String) -> Bool {
  fileNames(in: "/proc/self/task").contains { firstLine(of: "/proc/self/task/\($0)/stat").contains("(\(name)) S ") }
}

private func firstLine(of path: String) -> String {
  String(decoding: readFile(path).prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
}
