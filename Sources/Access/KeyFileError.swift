/// Why the file of keys cannot be used, with a sentence that says what to do.
package struct KeyFileError: Error, Hashable, Sendable, CustomStringConvertible {
  package enum Code: String, Hashable, Sendable {
    case unreadable = "keys_unreadable"
    case unwritable = "keys_unwritable"
    case malformed = "keys_malformed"
    case tooLarge = "keys_too_large"
    /// Somebody else may write to it, and so give themselves a key.
    case unsafe = "keys_unsafe"
  }

  /// The stable word for logs.
  package let code: Code
  package let description: String

  init(_ code: Code, _ description: String) {
    self.code = code
    self.description = description
  }
}
