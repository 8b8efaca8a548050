internal import JSON

/// Why a document cannot be used as a schema: where, and what to do about it.
struct SchemaProblem: Error, Hashable, CustomStringConvertible {
  /// The URI of the document, if it is not the one that was to be compiled.
  var document: String?
  let place: JSONPointer
  let message: String

  var description: String {
    let place = place.tokens.isEmpty ? "the top" : shortened("\(place)")
    return "at \(place)\(document.map { " of \(shortened($0))" } ?? ""): \(message)"
  }
}

/// At most so many characters of a text that may be of any length.
func shortened(_ text: String, to length: Int = 80) -> String {
  let scalars = text.unicodeScalars
  guard let end = scalars.index(scalars.startIndex, offsetBy: length, limitedBy: scalars.endIndex),
    end < scalars.endIndex
  else { return text }
  return String(scalars[..<end]) + "…"
}
