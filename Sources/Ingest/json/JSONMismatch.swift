internal import JSON
internal import OTLP

/// A value that does not fit its field. The way to it is filled in as the error travels out.
struct JSONMismatch: Error {
  let code: OTLPJSONError.Code
  let reason: String
  /// Innermost first.
  private var steps: [JSONStep] = []

  init(code: OTLPJSONError.Code, reason: String) {
    self.code = code
    self.reason = reason
  }

  /// A value other than the one `expected`.
  init(expected: String, found: JSON) {
    let what =
      switch found {
      case .null: "null"
      case .bool(let value): "\(value)"
      case .number(let number): number.literal.utf8.count <= 40 ? number.literal : "a long number"
      case .string(let text): text.utf8.count <= 40 ? found.text() : "a string of \(text.utf8.count) bytes"
      case .array: "an array"
      case .object: "an object"
      }
    self.init(code: .type, reason: "expected \(expected), found \(what)")
  }

  /// Lists and maps beyond what the decoder takes.
  static var tooDeep: JSONMismatch {
    JSONMismatch(code: .tooDeep, reason: "lists and maps are nested more than \(AnyValue.deepest) deep")
  }

  /// The same error, seen from the container of the value.
  func inside(_ step: JSONStep) -> JSONMismatch {
    var outer = self
    outer.steps.append(step)
    return outer
  }

  /// What the sender reads: only now is the value looked for in the text.
  func error(in bytes: UnsafeRawBufferPointer) -> OTLPJSONError {
    let way = Array(steps.reversed())
    let fault = JSONFault(kind: .unexpectedCharacter, offset: way.offset(in: bytes), reason: reason)
    let place = JSONError(fault, in: bytes)
    return OTLPJSONError(code: code, path: way.path, line: place.line, column: place.column, reason: reason)
  }
}
