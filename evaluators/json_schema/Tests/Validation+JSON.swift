import JSON
import Testing

@testable import JSONSchemaEvaluator

extension Validation {
  /// As for a tape, of a value that a test has made.
  static func violation(of schema: Schema, by value: JSON) throws(ValidationFault) -> Violation? {
    let result = Array(value.text().utf8).withUnsafeBytes { bytes -> Result<Violation?, ValidationFault> in
      guard let tape = try? JSONTape(reading: bytes) else {
        Issue.record("what is written can be read")
        return .success(nil)
      }
      return tape.withView(of: bytes) { view in
        Result { () throws(ValidationFault) in try Validation.violation(of: schema, by: view) }
      }
    }
    return try result.get()
  }
}
