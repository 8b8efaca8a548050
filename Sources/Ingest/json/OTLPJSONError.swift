/// Why a request in OTLP/JSON was refused, in words for its sender.
package struct OTLPJSONError: Error, Hashable, Sendable, CustomStringConvertible {
  /// Stable names for the kinds of errors.
  package enum Code: String, Hashable, Sendable {
    /// The body is no JSON text (RFC 8259).
    case malformed = "otlp.json_malformed"
    /// A value is of the wrong type, or outside what its field holds.
    case type = "otlp.json_type"
    /// Lists and maps are nested too deep within one attribute.
    case tooDeep = "otlp.json_too_deep"
  }

  package let code: Code
  /// The field, in the sender's spelling: `resourceSpans[0].scopeSpans[1].spans[3].name`. Empty
  /// for the whole body, and where the body is no JSON.
  package let path: String
  /// Where the value, or the fault, begins; counted from 1, columns in code points.
  package let line: Int
  package let column: Int
  /// What was expected and what was found.
  package let reason: String

  package var description: String {
    "\(path.isEmpty ? "request" : path): \(reason) (line \(line), column \(column))"
  }
}
