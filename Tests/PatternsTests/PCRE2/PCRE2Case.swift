/// One line of subject with its pattern from a file of pcre2test, or a pattern alone, and what
/// PCRE2 itself printed for it.
struct PCRE2Case {
  typealias Bytes = ArraySlice<UInt8>

  /// Of the input file, from 1.
  var line: Int
  var pattern: [UInt8]
  var modifiers: [String]
  /// As it is written, escapes and all; nil for what is printed of the pattern itself.
  var subject: Bytes?
  var printed: [String]

  /// Reads an input file beside its output file, in which each line of the first is repeated.
  ///
  /// Throws where the two part.
  static func read(input: [UInt8], output: [UInt8]) throws -> [PCRE2Case] {
    var reader = Reader(input: lines(input), output: lines(output))
    return try reader.read()
  }

  private static func lines(_ bytes: [UInt8]) -> [Bytes] {
    bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
  }

  struct Mismatch: Error { var line: Int }
}

private struct Reader {
  var input: [PCRE2Case.Bytes]
  var output: [PCRE2Case.Bytes]
  var line = 0
  var place = 0
  /// What `#pattern` has set.
  var defaults: [String] = []
  var cases: [PCRE2Case] = []

  mutating func read() throws -> [PCRE2Case] {
    while line < input.count {
      let text = input[line].trimmed
      if text.first == UInt8(ascii: "#") {
        command(String(decoding: text, as: UTF8.self))
        _ = try step()
      } else if let delimiter = text.first {
        try pattern(delimitedBy: delimiter)
      } else {
        _ = try step()
      }
    }
    return cases
  }

  /// Passes over a line that both files have; gives what was printed behind it.
  private mutating func step() throws -> [String] {
    guard place < output.count, output[place] == input[line] else { throw PCRE2Case.Mismatch(line: line + 1) }
    line += 1
    place += 1
    var printed: [String] = []
    while line < input.count, place < output.count, output[place] != input[line] {
      printed.append(String(decoding: output[place], as: UTF8.self))
      place += 1
    }
    return printed
  }

  private mutating func command(_ text: String) {
    guard text.hasPrefix("#pattern ") else { return }
    for modifier in PCRE2Case.modifiers(of: Array(text.dropFirst(9).utf8)[...]) {
      if modifier.hasPrefix("-") {
        defaults.removeAll { $0 == modifier.dropFirst() }
      } else {
        defaults.append(modifier)
      }
    }
  }

  private mutating func pattern(delimitedBy delimiter: UInt8) throws {
    let first = line + 1
    var text = Array(input[line].drop { $0 == UInt8(ascii: " ") }.dropFirst())
    var printed = try step()
    var end = PCRE2Case.end(of: text, delimiter)
    while end == nil, line < input.count {
      text += [UInt8(ascii: "\n")] + input[line]
      printed = try step()
      end = PCRE2Case.end(of: text, delimiter)
    }
    guard let end else { throw PCRE2Case.Mismatch(line: first) }
    var one = PCRE2Case(
      line: first, pattern: Array(text[..<end]), modifiers: defaults + PCRE2Case.modifiers(of: text[(end + 1)...]),
      subject: nil, printed: printed)
    cases.append(one)
    while line < input.count, case let subject = input[line].trimmed, !subject.isEmpty {
      one.line = line + 1
      one.subject = subject
      one.printed = try step()
      // `\=` alone begins a remark.
      if !subject.starts(with: Array("\\= ".utf8)) { cases.append(one) }
    }
  }
}

extension PCRE2Case {
  static func end(of text: [UInt8], _ delimiter: UInt8) -> Int? {
    var place = 0
    while place < text.count, text[place] != delimiter { place += text[place] == UInt8(ascii: "\\") ? 2 : 1 }
    return place < text.count ? place : nil
  }

  /// `gimsx` is five of one letter each, where it stands first.
  static func modifiers(of text: Bytes) -> [String] {
    let words = String(decoding: text.trimmed, as: UTF8.self).split(separator: ",").map { word in
      String(decoding: Array(word.utf8)[...].trimmed, as: UTF8.self)
    }
    return words.flatMap { word in
      word.allSatisfy("BIgimnsx".contains) && word != "xx" ? word.map(String.init) : [word]
    }
  }
}

extension ArraySlice<UInt8> {
  var trimmed: ArraySlice<UInt8> {
    var rest = drop { $0 == 0x20 || (0x09...0x0D).contains($0) }
    while let last = rest.last, last == 0x20 || (0x09...0x0D).contains(last) { rest.removeLast() }
    return rest
  }
}
