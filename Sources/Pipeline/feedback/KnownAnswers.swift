internal import JSON

/// The answers to one question that people call right or wrong.
package struct KnownAnswers: Hashable, Sendable {
  package var right: [String]
  package var wrong: [String]

  package init(right: [String] = [], wrong: [String] = []) {
    self.right = right
    self.wrong = wrong
  }

  var size: Int { (right + wrong).reduce(0) { $0 + $1.utf8.count } }
  var isEmpty: Bool { right.isEmpty && wrong.isEmpty }

  /// Reads `reference` and `wrong_reference`, each a text, a list of texts, or absent.
  init(_ json: JSON) throws(ReferencesRefusal) {
    right = try Self.texts("reference", in: json)
    wrong = try Self.texts("wrong_reference", in: json)
  }

  /// What `init` reads.
  var json: JSON { ["reference": .array(right.map(JSON.string)), "wrong_reference": .array(wrong.map(JSON.string))] }

  private static func texts(_ key: String, in json: JSON) throws(ReferencesRefusal) -> [String] {
    switch json[key] {
    case nil, .null: return []
    case .string(let text): return [text]
    case .array(let list):
      let texts = list.compactMap(\.string)
      guard texts.count == list.count else { throw .invalid("'\(key)' must be a text or a list of texts") }
      return texts
    default: throw .invalid("'\(key)' must be a text or a list of texts")
    }
  }
}

/// Why references were not taken; none of them was.
package enum ReferencesRefusal: Error, Hashable, Sendable {
  /// What is wrong, and on which line.
  case invalid(String)
  /// There are as many as are kept.
  case full(String)
  /// They hold now, but the disk has not taken them.
  case unwritten
  case busy
}
