/// A word of ASCII letters and digits: itself up to 16 bytes, above 128 bits of a hash with a secret of this process.
struct RougeWord: Equatable {
  fileprivate(set) var first: UInt64 = 0
  fileprivate(set) var second: UInt64 = 0
  fileprivate(set) var count = 0

  fileprivate static let secret: (UInt64, UInt64) = (.random(in: 1 ... .max) | 1, .random(in: 1 ... .max) | 1)

  fileprivate mutating func append(_ byte: UInt8) {
    switch count {
    case ..<8: first = first << 8 | UInt64(byte)
    case ..<16: second = second << 8 | UInt64(byte)
    default:
      first = folded(first ^ UInt64(byte), Self.secret.0)
      second = folded(second ^ UInt64(byte), Self.secret.1)
    }
    count += 1
  }

  /// For a table of words; nobody outside can tell which words meet.
  var hash: UInt64 { folded(first ^ Self.secret.1, second ^ Self.secret.0) ^ UInt64(truncatingIfNeeded: count) }
}

/// Both halves of the product of two numbers, one upon the other.
private func folded(_ left: UInt64, _ right: UInt64) -> UInt64 {
  let product = left.multipliedFullWidth(by: right)
  return product.high ^ product.low
}

/// The words of a text, one after the other.
struct RougeWords {
  private var text: String

  init(_ text: String) { self.text = text }

  mutating func forEach(_ body: (RougeWord) -> Void) {
    text.withUTF8 { bytes in
      var word = RougeWord()
      func finish() {
        if word.count == 0 { return }
        body(word)
        word = RougeWord()
      }
      var place = 0
      while place < bytes.count {
        let byte = bytes[place]
        place += 1
        switch byte {
        case 0x61...0x7A, 0x30...0x39: word.append(byte)
        case 0x41...0x5A: word.append(byte | 0x20)
        // Two more letters have an ASCII one in lower case: the sign for kelvin, U+212A …
        case 0xE2 where place + 1 < bytes.count && bytes[place] == 0x84 && bytes[place + 1] == 0xAA:
          word.append(UInt8(ascii: "k"))
          place += 2
        // … and İ, U+0130, which becomes an i and a mark.
        case 0xC4 where place < bytes.count && bytes[place] == 0xB0:
          word.append(UInt8(ascii: "i"))
          finish()
          place += 1
        default: finish()
        }
      }
      finish()
    }
  }
}
