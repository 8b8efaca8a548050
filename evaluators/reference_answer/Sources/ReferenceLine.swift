internal import JSON

/// One line of a file of references: for which calls, and what is right and wrong.
struct ReferenceLine {
  /// As text; a whole number as it is written.
  let id: String?
  let input: String?
  let right: [String]
  let wrong: [String]

  /// Why a line gives no reference.
  struct Flaw: Error, CustomStringConvertible {
    let description: String
  }

  init(parsing line: ArraySlice<UInt8>) throws(Flaw) {
    let value: JSON
    do throws(JSONError) {
      value = try JSON(parsing: Array(line))
    } catch {
      throw Flaw(description: "no JSON at column \(error.column): \(error.reason)")
    }
    input = value["input"]?.string
    id = value["id"]?.string ?? value["id"]?.number?.int64.map { "\($0)" }
    if input == nil, id == nil { throw Flaw(description: "'input' or 'id' must be there, as a text") }
    right = try Self.texts("reference", in: value)
    wrong = try Self.texts("wrong_reference", in: value)
    if right.isEmpty, wrong.isEmpty {
      throw Flaw(description: "'reference' must be there, as a text or a list of texts")
    }
  }

  private static func texts(_ key: String, in line: JSON) throws(Flaw) -> [String] {
    guard let value = line[key] else { return [] }
    if let text = value.string { return [text] }
    let texts = value.array?.compactMap(\.string) ?? []
    guard !texts.isEmpty, texts.count == value.array?.count else {
      throw Flaw(description: "'\(key)' must be there, as a text or a list of texts")
    }
    return texts
  }
}
