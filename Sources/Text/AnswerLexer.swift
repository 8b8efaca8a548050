/// A piece of an answer before numbers, units and dates are put together.
struct Lexeme {
  enum Kind: Hashable {
    /// In lower case and without punctuation; hyphens are kept beside.
    case word(String, hyphenated: String)
    /// A number with the digits it was written with.
    case number(DecimalNumber, written: String)
    case date(CalendarDate)
    /// A sign that stands for a unit: `$`, `%`, `°`.
    case sign(String)
  }

  let kind: Kind
  /// In code points of the text.
  let span: Range<Int>
  /// Whether nothing stands between this and the one before.
  let isGlued: Bool
}

/// Cuts a text into lexemes, each code point looked at a bounded number of times.
struct AnswerLexer {
  /// The text in lower case, its compatibility forms folded, with the place each comes from.
  private var scalars: [Unicode.Scalar] = []
  private var places: [Int] = []
  private var position = 0
  private var lexemes: [Lexeme] = []

  static func lexemes(of text: String) -> [Lexeme] {
    var lexer = AnswerLexer(text)
    while lexer.position < lexer.scalars.count { lexer.step() }
    return lexer.lexemes
  }

  private init(_ text: String) {
    scalars.reserveCapacity(text.utf8.count)
    places.reserveCapacity(text.utf8.count)
    for (place, scalar) in text.unicodeScalars.enumerated() {
      if scalar.isASCII {
        let isUpper = (0x41...0x5A).contains(scalar.value)
        scalars.append(isUpper ? Unicode.Scalar(UInt8(scalar.value | 0x20)) : scalar)
      } else if let fold = scalar.compatibilityFold {
        scalars += fold.unicodeScalars.flatMap(\.lowerCase)
      } else {
        scalars += scalar.lowerCase
      }
      while places.count < scalars.count { places.append(place) }
    }
  }

  private func at(_ place: Int) -> Unicode.Scalar? { scalars.indices.contains(place) ? scalars[place] : nil }

  private mutating func step() {
    let scalar = scalars[position]
    if scalar.isASCIIDigit {
      number()
    } else if scalar == "°", let letter = at(position + 1), letter == "c" || letter == "f",
      at(position + 2).map({ !$0.isLetter }) ?? true
    {
      append(.sign("°\(letter)"), from: position, to: position + 2)
    } else if scalar.isUnitSign {
      append(.sign(String(scalar)), from: position, to: position + 1)
    } else if scalar.isWhiteSpace || scalar.isPunctuation {
      position += 1
    } else {
      word()
    }
  }

  private mutating func append(_ kind: Lexeme.Kind, from start: Int, to end: Int) {
    let span = places[start]..<(places[end - 1] + 1)
    lexemes.append(Lexeme(kind: kind, span: span, isGlued: lexemes.last?.span.upperBound == span.lowerBound))
    position = end
  }

  // MARK: Words

  /// Up to white space; punctuation vanishes, but ends the word where a number follows.
  private mutating func word() {
    let start = position
    var text = String.UnicodeScalarView()
    var hasHyphen = false
    var place = position
    var end = position
    while let scalar = at(place), !scalar.isWhiteSpace, !scalar.isUnitSign {
      if scalar.isPunctuation {
        if scalar == "-" { hasHyphen = true }
      } else {
        if scalar.isASCIIDigit, place > end { break }
        text.append(scalar)
        end = place + 1
      }
      place += 1
    }
    let word = String(text)
    let hyphenated = hasHyphen ? String(String.UnicodeScalarView(scalars[start..<end].filter(\.isInHyphenated))) : word
    append(.word(word, hyphenated: hyphenated), from: start, to: end)
  }

  // MARK: Numbers

  private mutating func number() {
    let start = position
    if let end = dateEnd(), let date = CalendarDate(digits: text(start..<end)) {
      append(.date(date), from: start, to: end)
      return
    }
    let (written, end) = digits()
    if let number = DecimalNumber(written: written, isNegative: isNegative(at: start)) {
      append(.number(number, written: written), from: start, to: end)
    } else {
      append(.word(written, hyphenated: written), from: start, to: end)
    }
  }

  /// The end of a run of digits and two equal marks, if no letter or digit follows.
  private func dateEnd() -> Int? {
    var end = position
    var marks = 0
    while end - position < 10, let scalar = at(end) {
      if "-/.".unicodeScalars.contains(scalar), marks < 2, at(end + 1)?.isASCIIDigit == true {
        marks += 1
      } else if !scalar.isASCIIDigit {
        break
      }
      end += 1
    }
    return marks == 2 && at(end).map { !$0.isLetter && !$0.isASCIIDigit } ?? true ? end : nil
  }

  /// Digits with points, commas, apostrophes and narrow spaces between them, and an exponent.
  private func digits() -> (written: String, end: Int) {
    var written = String.UnicodeScalarView()
    var end = position
    while let scalar = at(end) {
      if scalar.isASCIIDigit {
        written.append(scalar)
      } else if ".,'".unicodeScalars.contains(scalar), at(end + 1)?.isASCIIDigit == true {
        written.append(scalar)
      } else if scalar.isGroupSpace, startsGroup(end + 1) {
        written.append(",")
      } else {
        break
      }
      end += 1
    }
    if at(end) == "e" {
      let sign = at(end + 1).map { $0 == "+" || $0 == "-" } ?? false
      var last = end + (sign ? 2 : 1)
      while at(last)?.isASCIIDigit == true { last += 1 }
      if last > end + (sign ? 2 : 1), at(last).map({ !$0.isLetter }) ?? true {
        written.append(contentsOf: scalars[end..<last])
        end = last
      }
    }
    return (String(written), end)
  }

  /// Whether exactly three digits stand here.
  private func startsGroup(_ place: Int) -> Bool {
    (place..<place + 3).allSatisfy { at($0)?.isASCIIDigit == true } && at(place + 3)?.isASCIIDigit != true
  }

  /// A minus counts where nothing but a bracket or a currency's sign stands against it: `30-40`
  /// is no negative number.
  private func isNegative(at start: Int) -> Bool {
    var place = start - 1
    if let sign = at(place), sign.isUnitSign { place -= 1 }
    guard at(place) == "-" else { return false }
    return at(place - 1).map { $0.isWhiteSpace || "([=:~".unicodeScalars.contains($0) } ?? true
  }

  private func text(_ range: Range<Int>) -> String {
    String(String.UnicodeScalarView(scalars[range]))
  }
}

extension Unicode.Scalar {
  fileprivate var isUnitSign: Bool {
    switch self {
    case "$", "€", "£", "¥", "₹", "%", "°": true
    default: false
    }
  }

  /// The spaces that typography puts into long numbers.
  fileprivate var isGroupSpace: Bool { self == "\u{A0}" || self == "\u{2009}" || self == "\u{202F}" }

  fileprivate var isInHyphenated: Bool { self == "-" || !isPunctuation }

  fileprivate var isASCIIDigit: Bool { (0x30...0x39).contains(value) }
  fileprivate var isLetter: Bool {
    isASCII ? (0x61...0x7A).contains(value | 0x20) : properties.isAlphabetic
  }
}
