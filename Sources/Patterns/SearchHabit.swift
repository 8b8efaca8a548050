/// How carefully a pattern is searched for, judged from its text alone.
///
/// A wrong guess costs speed, never a wrong answer and never the bound on time.
enum SearchHabit: Equatable {
  /// No repetition without an end: the work at one place in the text does not grow with the
  /// text. A step passes over at most so many characters.
  case bold(passing: Int)
  /// Some repetition: the work at one place may take the whole text.
  case wary
  /// The place where a search starts means something to the pattern (`\G`, `(*COMMIT)`), so it
  /// cannot be split into several.
  case whole

  /// What all counts together, multiplied since they may be nested, may come to in a bold one.
  private static let mostCounted = 64

  init(of source: String) {
    var repeats = false
    var counted = 1
    var previous: UInt8 = 0
    let bytes = Array(source.utf8)
    for (place, byte) in bytes.enumerated() {
      switch (previous, byte) {
      case (UInt8(ascii: "\\"), UInt8(ascii: "G")), (UInt8(ascii: "("), UInt8(ascii: "*")):
        self = .whole
        return
      case (_, UInt8(ascii: "*")), (_, UInt8(ascii: "+")): repeats = true
      case (_, UInt8(ascii: "{")):
        if let most = Self.highestCount(bytes[(place + 1)...]), most <= Self.mostCounted {
          // Once above, it stays so: no overflow.
          if counted <= Self.mostCounted { counted *= max(1, most) }
        } else {
          repeats = true
        }
      // Recursion: (?R), (?1), (?-1), (?&name), (?P>name), \g<name>.
      case (UInt8(ascii: "?"), UInt8(ascii: "0")...UInt8(ascii: "9")), (UInt8(ascii: "?"), UInt8(ascii: "R")),
        (UInt8(ascii: "?"), UInt8(ascii: "-")), (UInt8(ascii: "?"), UInt8(ascii: "&")),
        (UInt8(ascii: "?"), UInt8(ascii: "P")), (UInt8(ascii: "\\"), UInt8(ascii: "g")):
        repeats = true
      default: break
      }
      previous = byte
    }
    self = repeats || counted > Self.mostCounted ? .wary : .bold(passing: counted)
  }

  /// The `m` of `m}` and `n,m}`; nil for `n,}` and for anything else.
  private static func highestCount(_ bytes: ArraySlice<UInt8>) -> Int? {
    var value = 0
    var digits = 0
    for byte in bytes.prefix(12) {
      switch byte {
      case 0x30...0x39:
        digits += 1
        if digits > 3 { return nil }
        value = value * 10 + Int(byte - 0x30)
      case UInt8(ascii: ","): (value, digits) = (0, 0)
      case UInt8(ascii: "}"): return digits > 0 ? value : nil
      default: return nil
      }
    }
    return nil
  }
}
