extension String {
  /// The text without anything that would steer a terminal, on one line, cut to so many characters.
  package func printable(atMost longest: Int) -> String {
    var result = ""
    var count = 0
    for scalar in unicodeScalars {
      if count == longest {
        result.unicodeScalars.append("…")
        break
      }
      count += 1
      switch scalar {
      case "\n", "\r", "\t": result.unicodeScalars.append(" ")
      case _ where scalar.steers: result += "\\u{\(String(scalar.value, radix: 16))}"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}

extension Unicode.Scalar {
  /// Whether it is a control character, or one that changes the direction of what follows.
  fileprivate var steers: Bool {
    switch value {
    case 0..<0x20, 0x7F..<0xA0, 0x2028, 0x2029, 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069: true
    default: false
    }
  }
}
