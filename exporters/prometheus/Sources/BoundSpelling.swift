/// How a number is written where it is the value of a label, `le` or `quantile`.
enum BoundSpelling {
  /// As any other number: `1`.
  case plain
  /// Always as a float: `1.0` (OpenMetrics 1.0, canonical numbers).
  case canonical
}

extension [UInt8] {
  mutating func append(bound value: Double, _ spelling: BoundSpelling) {
    switch spelling {
    case .plain: append(number: value)
    case .canonical: append(canonical: value)
    }
  }

  /// Appends what Go's `%g` gives, with `.0` where that has neither point nor exponent.
  mutating func append(canonical value: Double) {
    guard value.isFinite, value != 0 else {
      if value == 0 { append(contentsOf: "0.0".utf8) } else { append(number: value) }
      return
    }
    if value < 0 { append(UInt8(ascii: "-")) }
    let (digits, exponent) = shortestDecimal(value.magnitude)
    let zero = UInt8(ascii: "0")
    let point = UInt8(ascii: ".")
    switch exponent {
    case ..<(-4), 6...:
      append(digits[0])
      if digits.count > 1 {
        append(point)
        append(contentsOf: digits[1...])
      }
      append(contentsOf: (exponent < 0 ? "e-" : "e+").utf8)
      if exponent.magnitude < 10 { append(zero) }
      append(decimal: UInt64(exponent.magnitude))
    case ..<0:
      append(contentsOf: "0.".utf8)
      append(contentsOf: repeatElement(zero, count: -exponent - 1))
      append(contentsOf: digits)
    default:
      let whole = digits.prefix(exponent + 1)
      append(contentsOf: whole)
      append(contentsOf: repeatElement(zero, count: exponent + 1 - whole.count))
      append(point)
      if digits.count > exponent + 1 { append(contentsOf: digits[(exponent + 1)...]) } else { append(zero) }
    }
  }
}

/// The fewest digits that read back as a positive number, and the power of ten of the first.
private func shortestDecimal(_ value: Double) -> (digits: [UInt8], exponent: Int) {
  let parts = value.description.utf8.split(separator: UInt8(ascii: "e"))
  var digits: [UInt8] = []
  var exponent = parts.count > 1 ? Int(String(decoding: parts[1], as: UTF8.self)) ?? 0 : 0
  exponent -= 1
  var isWhole = true
  for byte in parts[0] {
    if byte == UInt8(ascii: ".") {
      isWhole = false
      continue
    }
    if digits.isEmpty && byte == UInt8(ascii: "0") {
      if !isWhole { exponent -= 1 }
      continue
    }
    digits.append(byte)
    if isWhole { exponent += 1 }
  }
  while digits.count > 1 && digits.last == UInt8(ascii: "0") { digits.removeLast() }
  return (digits.isEmpty ? [UInt8(ascii: "0")] : digits, exponent)
}
