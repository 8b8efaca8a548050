extension String {
  /// The text without white space at its ends.
  package var trimmingWhiteSpace: String {
    let isInk: (Unicode.Scalar) -> Bool = { !$0.isWhiteSpace }
    guard let first = unicodeScalars.firstIndex(where: isInk), let last = unicodeScalars.lastIndex(where: isInk) else {
      return ""
    }
    return String(unicodeScalars[first...last])
  }

  /// The text with each run of white space as one space, and none at the ends.
  package var foldingWhiteSpace: String {
    unicodeScalars.split(whereSeparator: \.isWhiteSpace).map { String($0) }.joined(separator: " ")
  }
}

extension Unicode.Scalar {
  /// Unicode's White_Space property.
  package var isWhiteSpace: Bool {
    isASCII ? value == 0x20 || (0x09...0x0D).contains(value) : properties.isWhitespace
  }
}
