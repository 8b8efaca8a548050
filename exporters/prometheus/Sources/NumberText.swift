extension [UInt8] {
  /// Appends an integer in decimal digits.
  mutating func append(decimal value: UInt64) {
    if value < 10 {
      append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: value))
      return
    }
    let start = count
    var rest = value
    while rest > 0 {
      append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10))
      rest /= 10
    }
    self[start...].reverse()
  }

  /// Appends a number as Go's `strconv` reads it back exactly: the shortest decimal, `NaN`,
  /// `+Inf` or `-Inf`.
  mutating func append(number value: Double) {
    guard value.isFinite else {
      append(contentsOf: (value.isNaN ? "NaN" : value < 0 ? "-Inf" : "+Inf").utf8)
      return
    }
    if value.sign == .minus && value != 0 { append(UInt8(ascii: "-")) }
    let magnitude = value.magnitude
    // Up to 15 digits a decimal that reads back as the number is the only one that short. So
    // counts, nano-dollars and nanoseconds need no search for the shortest.
    if magnitude < 1e15, magnitude == magnitude.rounded(.down) {
      append(decimal: UInt64(magnitude))
      return
    }
    if magnitude < 1e6 {
      let scaled = (magnitude * 1e9).rounded()
      if scaled / 1e9 == magnitude {
        append(billionths: UInt64(scaled))
        return
      }
    }
    let text = magnitude.description.utf8
    append(contentsOf: text.suffix(2).elementsEqual(".0".utf8) ? text.dropLast(2) : text[...])
  }

  /// Appends a fraction of 10⁹ without trailing zeros.
  private mutating func append(billionths value: UInt64) {
    append(decimal: value / 1_000_000_000)
    var fraction = value % 1_000_000_000
    if fraction == 0 { return }
    append(UInt8(ascii: "."))
    var digit: UInt64 = 100_000_000
    while fraction > 0 {
      append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: fraction / digit))
      fraction %= digit
      digit /= 10
    }
  }
}
