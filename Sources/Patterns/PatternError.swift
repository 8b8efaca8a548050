/// Why a pattern cannot be used, or why a search gave no answer.
package enum PatternError: Error, Hashable, Sendable {
  /// The pattern is wrong; `offset` counts bytes of the pattern.
  case invalid(message: String, offset: Int)
  /// The pattern is well-formed but larger than this library compiles.
  case tooLarge(message: String)
  /// A limit ended the search: whether the text matches is not known.
  case limit(Limit)
  /// The search could not run at all; the code is PCRE2's.
  case failed(code: Int32)

  /// What ended a search early.
  package enum Limit: String, Hashable, Sendable {
    case steps, time, memory
  }

  /// The stable word for labels and logs.
  package var code: String {
    switch self {
    case .invalid: "pattern_invalid"
    case .tooLarge: "pattern_too_large"
    case .limit: "match_limit"
    case .failed: "match_failed"
    }
  }
}

extension PatternError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .invalid(let message, let offset): "\(message), at byte \(offset) of the pattern"
    case .tooLarge(let message): message
    case .limit(let limit): "the search was given up: it reached its limit of \(limit.rawValue)"
    case .failed(let code): "the search failed with PCRE2's error \(code)"
    }
  }
}
