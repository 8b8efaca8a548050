extension [UInt8] {
  /// Appends the value of a label, which may be any text from the network.
  mutating func append(escapedLabel value: String) {
    for byte in value.utf8 {
      switch byte {
      case UInt8(ascii: "\\"): append(contentsOf: "\\\\".utf8)
      case UInt8(ascii: "\""): append(contentsOf: "\\\"".utf8)
      case UInt8(ascii: "\n"): append(contentsOf: "\\n".utf8)
      default: append(byte)
      }
    }
  }

  /// Appends the text of a HELP line, in which quotes stay as they are.
  mutating func append(escapedHelp text: String) {
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "\\"): append(contentsOf: "\\\\".utf8)
      case UInt8(ascii: "\n"): append(contentsOf: "\\n".utf8)
      default: append(byte)
      }
    }
  }
}
