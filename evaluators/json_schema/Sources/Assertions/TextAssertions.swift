internal import JSON
internal import Patterns

/// `minLength` or `maxLength`, counted in code points (Validation 2020-12, section 6.3).
final class TextLength: Assertion {
  let bound: Int
  let side: Side

  init(_ side: Side, _ bound: Int) {
    self.bound = bound
    self.side = side
  }

  func check(_ value: JSONView.Index, in walk: inout Validation) -> Violation? {
    let view = walk.view
    guard view.isString(value) else { return nil }
    let written = view.byteCount(value)
    switch side {
    case .least:
      // A code point takes twelve bytes at most: two escapes of six.
      if written / 12 >= bound { return nil }
      let length = view.codePointCount(value)
      return walk.demand(
        length >= bound, "minLength", "expected at least \(counted(bound, "character")), found \(length)")
    case .most:
      if written <= bound { return nil }
      let length = view.codePointCount(value)
      return walk.demand(
        length <= bound, "maxLength", "expected at most \(counted(bound, "character")), found \(length)")
    }
  }
}

/// `pattern`.
final class TextPattern: Assertion {
  let pattern: Pattern

  init(_ pattern: Pattern) { self.pattern = pattern }

  func check(_ value: JSONView.Index, in walk: inout Validation) throws(ValidationFault) -> Violation? {
    let view = walk.view
    guard view.isString(value) else { return nil }
    return walk.demand(
      try walk.matches(pattern, value), "pattern",
      "expected a text that matches \(shortened(pattern.source)), found \(view.brief(value))")
  }
}

/// `format`.
final class TextFormat: Assertion {
  let format: Format

  init(_ format: Format) { self.format = format }

  func check(_ value: JSONView.Index, in walk: inout Validation) -> Violation? {
    let view = walk.view
    guard view.isString(value) else { return nil }
    return walk.demand(
      view.withUTF8(value) { format.accepts($0) }, "format",
      "expected a text of the format \(format.rawValue), found \(view.brief(value))")
  }
}

extension Validation {
  func matches(_ pattern: Pattern, _ text: JSONView.Index) throws(ValidationFault) -> Bool {
    let result = view.withUTF8(text) { bytes in
      Result { () throws(PatternError) in try pattern.matches(wellFormed: bytes) }
    }
    do throws(PatternError) {
      return try result.get()
    } catch {
      throw .pattern(code: error.code, message: "the pattern \(shortened(pattern.source)): \(error)")
    }
  }
}
