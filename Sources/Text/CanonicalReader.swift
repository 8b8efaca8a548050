/// Puts lexemes together to words, quantities and dates, from left to right.
struct CanonicalReader {
  let lexemes: [Lexeme]
  private var position = 0

  init(lexemes: [Lexeme]) { self.lexemes = lexemes }

  /// The next part and the code points that it takes; nil at the end.
  mutating func next() -> (CanonicalAnswer.Part, Range<Int>)? {
    guard lexemes.indices.contains(position) else { return nil }
    let start = position
    let part = mayStartMore(lexemes[start].kind) ? date() ?? ordinal() ?? quantity() ?? single() : single()
    return (part, lexemes[start].span.lowerBound..<lexemes[position - 1].span.upperBound)
  }

  /// Most words are nothing but words: one look-up says so.
  private func mayStartMore(_ kind: Lexeme.Kind) -> Bool {
    guard case .word(let word, let hyphenated) = kind else { return true }
    return starters.contains(word) || (hyphenated.utf8.count != word.utf8.count && starters.contains(hyphenated))
  }

  private mutating func single() -> CanonicalAnswer.Part {
    defer { position += 1 }
    return switch lexemes[position].kind {
    case .word(let word, _): .word(word)
    case .number(let number, _): .quantity(Quantity(number, nil))
    case .date(let date): .date(date.iso)
    case .sign(let sign): .word(sign)
    }
  }

  private func word(_ place: Int) -> String? {
    guard lexemes.indices.contains(place), case .word(let word, _) = lexemes[place].kind else { return nil }
    return word
  }

  // MARK: Dates

  /// `9 March 2024`, `9th of March`, `March 9, 2024`, `March 2024`.
  private mutating func date() -> CanonicalAnswer.Part? {
    if let (day, behindDay) = day(at: position) {
      let place = word(behindDay) == "of" ? behindDay + 1 : behindDay
      guard let month = month(at: place) else { return nil }
      return date(year: year(at: place + 1), month: month, day: day, behind: place + 1)
    }
    guard let month = month(at: position) else { return nil }
    if let (day, behindDay) = day(at: position + 1) {
      return date(year: year(at: behindDay), month: month, day: day, behind: behindDay)
    }
    guard let year = year(at: position + 1) else { return nil }
    return date(year: year, month: month, day: nil, behind: position + 1)
  }

  private mutating func date(year: Int?, month: Int, day: Int?, behind place: Int) -> CanonicalAnswer.Part? {
    guard let date = CalendarDate(year: year, month: month, day: day) else { return nil }
    position = year == nil ? place : place + 1
    return .date(date.iso)
  }

  /// A day of a month with what may hang on it, and the place behind.
  private func day(at place: Int) -> (Int, Int)? {
    guard let digits = digits(at: place), digits.count <= 2, let day = Int(digits), (1...31).contains(day) else {
      return nil
    }
    return (day, isOrdinalEnding(place + 1) ? place + 2 : place + 1)
  }

  private func month(at place: Int) -> Int? { word(place).flatMap(CalendarDate.month) }

  private func year(at place: Int) -> Int? {
    guard let digits = digits(at: place), digits.utf8.count == 4 else { return nil }
    return Int(digits).flatMap { (1_000...2_999).contains($0) ? $0 : nil }
  }

  private func digits(at place: Int) -> String? {
    guard lexemes.indices.contains(place), case .number(_, let written) = lexemes[place].kind else { return nil }
    return written.utf8.allSatisfy { (0x30...0x39).contains($0) } ? written : nil
  }

  // MARK: Numbers

  private func isOrdinalEnding(_ place: Int) -> Bool {
    guard let ending = word(place), lexemes[place].isGlued else { return false }
    return ["st", "nd", "rd", "th"].contains(ending)
  }

  /// `3rd` and `third` are the same word.
  private mutating func ordinal() -> CanonicalAnswer.Part? {
    if let digits = digits(at: position), isOrdinalEnding(position + 1) {
      position += 2
      return .word("\(digits)#")
    }
    guard let word = word(position), let number = NumberWords.ordinals[word] else { return nil }
    position += 1
    return .word("\(number)#")
  }

  /// A number, its scale (`million`) and its unit, which may stand in front if it is a currency.
  private mutating func quantity() -> CanonicalAnswer.Part? {
    var place = position
    var unit = currency(at: place)
    if unit != nil { place += 1 }
    guard var number = number(at: place) else { return nil }
    place += 1
    while let power = word(place).flatMap({ NumberWords.scales[$0] }),
      let scaled = DecimalNumber(digits: 1, exponent: power).flatMap(number.times)
    {
      number = scaled
      place += 1
    }
    if unit == nil, let (behind, length) = self.unit(at: place) {
      unit = behind
      place += length
    }
    position = place
    return .quantity(Quantity(number, unit))
  }

  private func number(at place: Int) -> DecimalNumber? {
    guard lexemes.indices.contains(place) else { return nil }
    return switch lexemes[place].kind {
    case .number(let number, _): number
    case .word(_, let word): NumberWords.small[word].flatMap { DecimalNumber(digits: $0, exponent: 0) }
    case .date, .sign: nil
    }
  }

  private func currency(at place: Int) -> UnitOfMeasure? {
    guard let (unit, length) = unit(at: place), length == 1 else { return nil }
    return unit.isCurrencyCode(lexemes[place].kind) ? unit : nil
  }

  /// A unit and how many lexemes it takes.
  private func unit(at place: Int) -> (UnitOfMeasure, Int)? {
    guard lexemes.indices.contains(place) else { return nil }
    switch lexemes[place].kind {
    case .word("per", _): return word(place + 1) == "cent" ? UnitOfMeasure.named("%").map { ($0, 2) } : nil
    case .word(let name, _), .sign(let name): return UnitOfMeasure.named(name).map { ($0, 1) }
    case .number, .date: return nil
    }
  }
}

/// The words that a date, an ordinal or a quantity may start with.
private let starters: Set<String> = Set(NumberWords.small.keys).union(NumberWords.ordinals.keys)
  .union(CalendarDate.monthNames).union(UnitOfMeasure.currencyCodes)

extension UnitOfMeasure {
  /// Whether the lexeme is a currency's sign or code, which may stand in front of its number.
  fileprivate func isCurrencyCode(_ kind: Lexeme.Kind) -> Bool {
    switch kind {
    case .sign(let sign): ["$", "€", "£", "¥", "₹"].contains(sign)
    case .word(let word, _): Self.currencyCodes.contains(word)
    case .number, .date: false
    }
  }
}

extension CalendarDate {
  /// `2024-03-09`, `2024-03` or `--03-09`.
  fileprivate var iso: String {
    let padded = { (number: Int) in number < 10 ? "0\(number)" : "\(number)" }
    return (year.map { "\($0)-" } ?? "--") + padded(month) + (day.map { "-" + padded($0) } ?? "")
  }
}
