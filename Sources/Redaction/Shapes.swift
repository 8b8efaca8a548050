/// Which of the built-in rules apply, and which bytes can begin or betray a match of theirs.
struct Shapes: Sendable {
  /// What a byte may be part of.
  enum Sign: UInt8 {
    case none, backslash, at, percent, digit, plus, parenthesis, dash, capitalA, capitalJ, letterB
  }

  var email = false
  var phone = false
  var creditCard = false
  var apiKey = false
  /// A `Sign` for each byte.
  let signs: [UInt8]

  var isEmpty: Bool { !(email || phone || creditCard || apiKey) }

  init(_ rules: [RedactionRule]) {
    for rule in rules {
      switch rule {
      case .email: email = true
      case .phone: phone = true
      case .creditCard: creditCard = true
      case .apiKey: apiKey = true
      case .pattern: break
      }
    }
    var signs = [UInt8](repeating: Sign.none.rawValue, count: 256)
    func mark(_ characters: String, _ sign: Sign) {
      for byte in characters.utf8 { signs[Int(byte)] = sign.rawValue }
    }
    mark("\\", .backslash)
    if email {
      mark("@", .at)
      mark("%", .percent)
    }
    if phone || creditCard { mark("0123456789", .digit) }
    if phone {
      mark("+", .plus)
      mark("(", .parenthesis)
    }
    if apiKey {
      mark("-_", .dash)
      mark("A", .capitalA)
      mark("J", .capitalJ)
      mark("Bb", .letterB)
    }
    self.signs = signs
  }
}
