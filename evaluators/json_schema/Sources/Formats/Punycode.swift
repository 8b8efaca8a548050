/// Unicode in the letters of a host name (RFC 3492).
enum Punycode {
  private static let (base, smallest, largest, skew, damping) = (36, 1, 26, 38, 700)

  /// The scalars that the part of a label behind `xn--` stands for; nil if it is malformed.
  static func decode(_ text: Substring) -> [Unicode.Scalar]? {
    // Longer labels are refused anyway; the work grows with the square of the length.
    guard text.utf8.count <= 63 else { return nil }
    let bytes = Array(text.utf8)
    let mark = bytes.lastIndex(of: UInt8(ascii: "-"))
    var output = (mark.map { bytes[..<$0] } ?? []).map { Unicode.Scalar($0) }
    var (code, index, bias) = (128, 0, 72)
    var place = mark.map { $0 + 1 } ?? 0
    while place < bytes.count {
      let old = index
      var (weight, step) = (1, base)
      while true {
        guard place < bytes.count, let digit = digit(bytes[place]) else { return nil }
        place += 1
        let (product, overflow) = digit.multipliedReportingOverflow(by: weight)
        index += product
        guard !overflow, index < 1 << 40 else { return nil }
        let threshold = threshold(step, bias)
        if digit < threshold { break }
        weight *= base - threshold
        guard weight < 1 << 40 else { return nil }
        step += base
      }
      bias = adapted(index - old, output.count + 1, isFirst: old == 0)
      code += index / (output.count + 1)
      index %= output.count + 1
      guard code <= 0x10FFFF, let scalar = Unicode.Scalar(UInt32(code)) else { return nil }
      output.insert(scalar, at: index)
      index += 1
    }
    return output
  }

  /// What stands behind `xn--` for a label; nil if it is longer than a label may be.
  static func encode(_ label: [Unicode.Scalar]) -> String? {
    guard label.count <= 63 else { return nil }
    var output = label.filter(\.isASCII).map { UInt8($0.value) }
    var handled = output.count
    if !output.isEmpty { output.append(UInt8(ascii: "-")) }
    let basic = handled
    var (code, delta, bias) = (128, 0, 72)
    while handled < label.count {
      guard let next = label.lazy.map({ Int($0.value) }).filter({ $0 >= code }).min() else { return nil }
      delta += (next - code) * (handled + 1)
      code = next
      for scalar in label {
        if Int(scalar.value) < code { delta += 1 }
        guard Int(scalar.value) == code else { continue }
        var (rest, step) = (delta, base)
        while rest >= threshold(step, bias) {
          let least = threshold(step, bias)
          output.append(letter(least + (rest - least) % (base - least)))
          rest = (rest - least) / (base - least)
          step += base
        }
        output.append(letter(rest))
        bias = adapted(delta, handled + 1, isFirst: handled == basic)
        delta = 0
        handled += 1
      }
      delta += 1
      code += 1
    }
    return output.count <= 59 ? String(decoding: output, as: UTF8.self) : nil
  }

  private static func threshold(_ step: Int, _ bias: Int) -> Int { min(max(step - bias, smallest), largest) }

  private static func adapted(_ delta: Int, _ count: Int, isFirst: Bool) -> Int {
    var delta = delta / (isFirst ? damping : 2)
    delta += delta / count
    var step = 0
    while delta > (base - smallest) * largest / 2 {
      delta /= base - smallest
      step += base
    }
    return step + (base - smallest + 1) * delta / (delta + skew)
  }

  private static func digit(_ byte: UInt8) -> Int? {
    isDigit(byte) ? Int(byte) - 0x30 + 26 : isLetter(byte) ? Int(byte | 0x20) - 0x61 : nil
  }

  private static func letter(_ digit: Int) -> UInt8 { UInt8(digit < 26 ? digit + 0x61 : digit - 26 + 0x30) }
}
