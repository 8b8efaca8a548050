internal import Glibc

/// Why rows cannot be judged at all, or a report not be written: a sentence for a person.
struct EvalFailure: Error, CustomStringConvertible {
  let description: String
  /// Whether there is nobody left to tell: the reader of standard output has gone.
  var isQuiet = false

  init(_ description: String) { self.description = description }

  /// What the system said last of a file.
  static func system(_ name: String) -> EvalFailure {
    let code = errno
    var failure = EvalFailure("\(name): \(String(cString: strerror(code)))")
    failure.isQuiet = code == EPIPE
    return failure
  }
}
