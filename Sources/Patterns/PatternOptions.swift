/// How a pattern is read, beyond what it says itself by `(?i)` and the like.
package struct PatternOptions: OptionSet, Hashable, Sendable {
  package let rawValue: UInt8

  package init(rawValue: UInt8) { self.rawValue = rawValue }

  /// Letters match in either case.
  package static let caseless = PatternOptions(rawValue: 1 << 0)
  /// `^` and `$` match at line breaks too.
  package static let multiline = PatternOptions(rawValue: 1 << 1)
  /// `.` matches line breaks too.
  package static let dotAll = PatternOptions(rawValue: 1 << 2)
  /// Reads the pattern as ECMA-262 does where the two differ and PCRE2 can be told: `$` only at
  /// the very end, `\d`, `\w` and `\b` ASCII, `\uHHHH` and `\u{H…}` escapes, `[]` matches
  /// nothing, a reference to an unset group matches the empty text, `.` stops at CR as at LF.
  package static let ecma = PatternOptions(rawValue: 1 << 3)
}
