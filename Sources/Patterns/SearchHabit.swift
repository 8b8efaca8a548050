/// How carefully a pattern is searched for, judged from its text alone.
///
/// A wrong guess costs speed, never a wrong answer and never the bound on time.
enum SearchHabit: Equatable {
  /// No repetition: the work at one place in the text does not grow with the text.
  case bold
  /// Some repetition: the work at one place may take the whole text.
  case wary
  /// The place where a search starts means something to the pattern (`\G`, `(*COMMIT)`), so it
  /// cannot be split into several.
  case whole

  init(of source: String) {
    var repeats = false
    var previous: UInt8 = 0
    for byte in source.utf8 {
      switch (previous, byte) {
      case (UInt8(ascii: "\\"), UInt8(ascii: "G")), (UInt8(ascii: "("), UInt8(ascii: "*")):
        self = .whole
        return
      case (_, UInt8(ascii: "*")), (_, UInt8(ascii: "+")), (_, UInt8(ascii: "{")): repeats = true
      // Recursion: (?R), (?1), (?-1), (?&name), (?P>name), \g<name>.
      case (UInt8(ascii: "?"), UInt8(ascii: "0")...UInt8(ascii: "9")), (UInt8(ascii: "?"), UInt8(ascii: "R")),
        (UInt8(ascii: "?"), UInt8(ascii: "-")), (UInt8(ascii: "?"), UInt8(ascii: "&")),
        (UInt8(ascii: "?"), UInt8(ascii: "P")), (UInt8(ascii: "\\"), UInt8(ascii: "g")):
        repeats = true
      default: break
      }
      previous = byte
    }
    self = repeats ? .wary : .bold
  }
}
