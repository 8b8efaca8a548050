/// Header fields in their order; names are compared without regard to case.
package struct HTTPHeaders: Hashable, Sendable, Sequence, ExpressibleByDictionaryLiteral {
  package struct Field: Hashable, Sendable {
    package var name: String
    package var value: String

    package init(name: String, value: String) {
      self.name = name
      self.value = value
    }
  }

  package private(set) var fields: [Field]

  package init(_ fields: [Field] = []) { self.fields = fields }

  package init(dictionaryLiteral elements: (String, String)...) {
    fields = elements.map { Field(name: $0, value: $1) }
  }

  /// The first value under a name.
  package subscript(name: String) -> String? {
    fields.first { sameName($0.name, name) }?.value
  }

  /// Every value under a name, in order.
  package func values(_ name: String) -> [String] {
    fields.filter { sameName($0.name, name) }.map(\.value)
  }

  package mutating func append(_ name: String, _ value: String) {
    fields.append(Field(name: name, value: value))
  }

  package mutating func removeAll(where condition: (Field) -> Bool) {
    fields.removeAll(where: condition)
  }

  /// Joins a continued line to the last value (RFC 9112, 5.2).
  mutating func extendLast(with text: String) {
    guard let last = fields.indices.last else { return }
    fields[last].value += " " + text
  }

  package func makeIterator() -> IndexingIterator<[Field]> { fields.makeIterator() }
}

/// Whether two names of header fields are the same but for the case of ASCII letters.
func sameName(_ left: String, _ right: String) -> Bool {
  left.utf8.count == right.utf8.count && zip(left.utf8, right.utf8).allSatisfy { lowercase($0) == lowercase($1) }
}

func lowercase(_ byte: UInt8) -> UInt8 {
  (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
}
