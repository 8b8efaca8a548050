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
    case steps, time, memory, matches
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

extension PatternError {
  /// The error with its place shown in the pattern, for the person who wrote it: counted in
  /// characters (code points) from 1, with a few that stand before and behind.
  package func description(in source: String) -> String {
    guard case .invalid(let message, let offset) = self else { return description }
    let scalars = Array(source.unicodeScalars)
    let place = min(source.codePoints(ofBytes: 0..<offset).upperBound, scalars.count)
    let before = Self.shown(scalars[max(0, place - Self.shownBeside)..<place])
    let behind = Self.shown(scalars[place..<min(place + Self.shownBeside, scalars.count)])
    let spot = place == scalars.count ? "at its end" : "at character \(place + 1)"
    let line = scalars.contains("\n") ? ", line \(scalars[..<place].count { $0 == "\n" } + 1)" : ""
    return "\(message), \(spot)\(line): \(place > Self.shownBeside ? "…" : "")\(before)⟪here⟫\(behind)"
      + (place + Self.shownBeside < scalars.count ? "…" : "")
  }

  private static let shownBeside = 16

  /// In one line, and without what would move the cursor.
  private static func shown(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
    scalars.map { $0.properties.generalCategory == .control ? $0.escaped(asASCII: false) : String($0) }.joined()
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
