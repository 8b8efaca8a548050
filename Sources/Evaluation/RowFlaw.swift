/// Why a line is no row that can be judged: a sentence for a person.
package struct RowFlaw: Error, Hashable, Sendable, CustomStringConvertible {
  package let line: Int
  package let description: String

  package init(line: Int, _ description: String) {
    self.line = line
    self.description = description
  }
}
