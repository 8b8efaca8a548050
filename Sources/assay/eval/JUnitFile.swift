internal import CallModel
internal import Evaluation
internal import Glibc

/// A report in JUnit's XML that takes its name only when it is whole.
///
/// It is for one thread at a time, and that may block.
struct JUnitFile: ~Copyable {
  private static let mostWaiting = 1 << 20

  private let path: String
  private let temporary: String
  private let file: Int32
  private var text: JUnitText
  private var waiting: [UInt8] = []
  private var isFinished = false

  init(path: String, name: String) throws(EvalFailure) {
    var status = stat()
    let exists = stat(path, &status) == 0
    guard !exists || status.st_mode & S_IFMT == S_IFREG else {
      throw EvalFailure("--junit \(path): not a file that could be replaced")
    }
    // What a link leads to is replaced, not the link.
    var target = path
    if exists, let real = realpath(path, nil) {
      target = String(cString: real)
      free(real)
    }
    let temporary = "\(target).\(getpid()).tmp"
    let file = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
    guard file >= 0 else { throw EvalFailure.system("--junit \(path)") }
    self.path = target
    self.temporary = temporary
    self.file = file
    text = JUnitText(name: name)
    waiting = text.head
  }

  deinit {
    close(file)
    if !isFinished { unlink(temporary) }
  }

  mutating func add(
    _ verdict: Verdict, of evaluator: String, on id: RowID, change: Change?, duration: Nanoseconds
  ) throws(EvalFailure) {
    text.add(verdict, of: evaluator, on: id, change: change, duration: duration, into: &waiting)
    if waiting.count >= Self.mostWaiting { try flush() }
  }

  mutating func add(_ flaw: RowFlaw) { text.add(flaw, into: &waiting) }

  /// Writes the end and the counts, and gives the file its name.
  mutating func finish() throws(EvalFailure) {
    waiting += JUnitText.foot
    try flush()
    guard lseek(file, 0, SEEK_SET) == 0 else { throw EvalFailure.system("--junit \(path)") }
    try writeAll(text.head, to: file, named: "--junit \(path)")
    guard fsync(file) == 0, rename(temporary, path) == 0 else { throw EvalFailure.system("--junit \(path)") }
    isFinished = true
  }

  private mutating func flush() throws(EvalFailure) {
    try writeAll(waiting, to: file, named: "--junit \(path)")
    waiting.removeAll(keepingCapacity: true)
  }
}
