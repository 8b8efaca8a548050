/// A line of a file of rows, by its number.
package struct NumberedLine: Hashable, Sendable {
  /// Counted from 1; empty lines count.
  package let number: Int
  /// Without its end; nil if the line is longer than is allowed.
  package let bytes: [UInt8]?

  package init(number: Int, bytes: [UInt8]?) {
    self.number = number
    self.bytes = bytes
  }

  /// What it takes up in memory, about.
  package var size: Int { (bytes?.count ?? 0) + MemoryLayout<Self>.size }
}
