package import JSON

/// What a row is called: a text or a number, as its file says it.
package struct RowID: Sendable {
  /// As it is written back.
  package let json: JSON

  /// Nil for what is neither.
  package init?(_ json: JSON) {
    switch json {
    case .string, .number: self.json = json
    default: return nil
    }
  }

  /// A row that has no name is called by its line.
  package init(line: Int) { json = JSON(line) }

  /// For people, and to find the row again: the number 7 and the text `7` are one id.
  package var text: String {
    switch json {
    case .string(let text): text
    case .number(let number): number.literal
    default: ""
    }
  }
}
