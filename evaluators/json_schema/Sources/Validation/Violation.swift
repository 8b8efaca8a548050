internal import JSON

/// The first demand of a schema that a value does not meet.
final class Violation: Sendable {
  /// The value, counted from the one that was validated.
  let place: JSONPointer
  /// The keyword that demands it; a label.
  let keyword: String
  /// `expected number, found string`
  let message: String

  init(_ message: String, keyword: String, at place: JSONPointer) {
    self.message = message
    self.keyword = keyword
    self.place = place
  }

  /// `at /items/0/price: expected number, found string`
  var explanation: String {
    "at \(place.tokens.isEmpty ? "the top" : shortened("\(place)", to: 200)): \(shortened(message, to: 600))"
  }

  /// Stands for every violation where nobody asks which.
  static let unexplained = Violation("", keyword: "", at: JSONPointer())
}

/// Why a value could not be validated to the end: not known to fit, not known not to.
enum ValidationFault: Error, Hashable {
  case tooDeep
  case tooManySteps
  case pattern(code: String, message: String)

  /// The stable word for a verdict's label.
  var label: String {
    switch self {
    case .tooDeep: "too_deep"
    case .tooManySteps: "too_many_steps"
    case .pattern(let code, _): code
    }
  }

  var explanation: String {
    switch self {
    case .tooDeep: "the schema goes deeper into the value than \(Validation.deepest) steps"
    case .tooManySteps: "the schema takes more than \(Validation.mostSteps) steps on this value"
    case .pattern(_, let message): message
    }
  }
}
