extension Unicode.Scalar {
  /// This in lower case, by Unicode's mapping without context or language: one code point, or
  /// a few.
  var lowerCase: String.UnicodeScalarView {
    if isASCII {
      let isUpper = (0x41...0x5A).contains(value)
      return String.UnicodeScalarView(CollectionOfOne(isUpper ? Unicode.Scalar(UInt8(value | 0x20)) : self))
    }
    return properties.lowercaseMapping.unicodeScalars
  }
}
