import Patterns
import Redaction

/// A text as the built-in rules leave it.
func masked(_ text: String, _ rules: [RedactionRule] = RedactionRule.words) -> String {
  Redactor(rules: rules).mask(text).text
}

/// The parts of a text that rules cover, each as it was.
func found(in text: String, _ rules: [RedactionRule]) -> [String] {
  let before = Array(text.unicodeScalars)
  let after = Array(Redactor(rules: rules).mask(text).text.unicodeScalars)
  guard before.count == after.count else { return ["the length changed"] }
  var parts: [String] = []
  var part = String.UnicodeScalarView()
  for (old, new) in zip(before, after) {
    if old != new {
      part.append(old)
    } else if !part.isEmpty {
      parts.append(String(part))
      part.removeAll()
    }
  }
  return part.isEmpty ? parts : parts + [String(part)]
}
