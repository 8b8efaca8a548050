internal import Evaluation
internal import Glibc
internal import Synchronization

/// A file that is read line by line, or standard input; on a thread that may block.
final class LineFile: Sendable {
  private struct State {
    var cutter = LineCutter(longest: EvalRow.longestLine)
    var waiting = ArraySlice<NumberedLine>()
    var isOver = false
  }

  /// How many lines, and about how many bytes, are handed out together.
  private static let linesTogether = 64
  private static let bytesTogether = 256 << 10

  /// For messages.
  let name: String
  /// In bytes; nil where it is not known.
  let size: Int?
  private let file: Int32
  private let state = Mutex(State())

  init(path: String) throws(EvalFailure) {
    name = path == "-" ? "standard input" : path
    file = path == "-" ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { throw EvalFailure.system(path) }
    var status = stat()
    guard fstat(file, &status) == 0 else { throw EvalFailure.system(path) }
    guard status.st_mode & S_IFMT != S_IFDIR else { throw EvalFailure("\(path): a folder, not a file") }
    size = status.st_mode & S_IFMT == S_IFREG ? Int(status.st_size) : nil
  }

  deinit { if file != STDIN_FILENO { close(file) } }

  /// The next lines, at least one; none at the end of the file, or when this process is to stop.
  func batch() throws(EvalFailure) -> [NumberedLine] {
    let result = state.withLock { state in
      Result { () throws(EvalFailure) -> [NumberedLine] in
        try fill(&state)
        var size = 0
        let batch = state.waiting.prefix(Self.linesTogether).prefix { line in
          defer { size += line.size }
          return size < Self.bytesTogether
        }
        state.waiting = state.waiting.dropFirst(batch.count)
        return Array(batch)
      }
    }
    return try result.get()
  }

  /// The next line; nil at the end.
  func line() throws(EvalFailure) -> NumberedLine? {
    let result = state.withLock { state in
      Result { () throws(EvalFailure) in
        try fill(&state)
        return state.waiting.popFirst()
      }
    }
    return try result.get()
  }

  private func fill(_ state: inout State) throws(EvalFailure) {
    while state.waiting.isEmpty, !state.isOver { try read(into: &state) }
  }

  private func read(into state: inout State) throws(EvalFailure) {
    // A read from a pipe could wait for ever, and not notice that it is to stop.
    if size == nil {
      var one = pollfd(fd: file, events: Int16(POLLIN), revents: 0)
      while poll(&one, 1, 100) == 0, !Interruption.isAsked {}
      if Interruption.isAsked {
        state.isOver = true
        return
      }
    }
    var failure: EvalFailure?
    withUnsafeTemporaryAllocation(byteCount: Self.bytesTogether, alignment: 16) { buffer in
      let count = Glibc.read(file, buffer.baseAddress, buffer.count)
      if count > 0 {
        state.waiting = ArraySlice(state.cutter.lines(in: UnsafeRawBufferPointer(rebasing: buffer[..<count])))
      } else if count == 0 {
        state.isOver = true
        if let last = state.cutter.last() { state.waiting.append(last) }
      } else if errno != EINTR {
        failure = EvalFailure.system(name)
      }
    }
    if let failure { throw failure }
  }
}
