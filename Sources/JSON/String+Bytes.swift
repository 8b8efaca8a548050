internal import Glibc

// `String.==` follows canonical equivalence: it takes "é" for "e" + U+0301. In JSON these are
// two different strings (RFC 8259, section 8.3), so that keys and values are compared by bytes.
extension String {
  /// Whether two strings hold the same code points.
  func hasSameBytes(as other: String) -> Bool {
    guard utf8.count == other.utf8.count else { return false }
    let same = utf8.withContiguousStorageIfAvailable { left in
      other.utf8.withContiguousStorageIfAvailable { right in
        guard let left = left.baseAddress, let right = right.baseAddress else { return true }
        return memcmp(left, right, utf8.count) == 0
      }
    }
    return (same ?? nil) ?? utf8.elementsEqual(other.utf8)
  }

  /// Mixes the code points in, so that strings of the same bytes hash alike.
  func hashBytes(into hasher: inout Hasher) {
    hasher.combine(utf8.count)
    let mixed: Void? = utf8.withContiguousStorageIfAvailable { bytes in
      hasher.combine(bytes: UnsafeRawBufferPointer(bytes))
    }
    if mixed == nil {
      for byte in utf8 { hasher.combine(byte) }
    }
  }
}

/// A string as the key of a dictionary, told apart by its code points.
package struct JSONKey: Hashable, Sendable {
  package let text: String

  /// Takes the text as it is.
  package init(_ text: String) { self.text = text }

  package static func == (left: JSONKey, right: JSONKey) -> Bool { left.text.hasSameBytes(as: right.text) }
  package func hash(into hasher: inout Hasher) { text.hashBytes(into: &hasher) }
}
