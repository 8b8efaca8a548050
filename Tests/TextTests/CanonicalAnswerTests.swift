import Testing

@testable import Text

@Suite struct CanonicalAnswerTests {
  @Test(
    arguments: [
      ["1299", "1,299.00", "1.299,00", "1'299", "1\u{A0}299", "1\u{202F}299.0", "١٢٩٩", "１２９９", "1.299e3", "+1299"],
      ["3.14", "3,14", "3.140"], ["-5", "−5", " (-5) "], ["5", "five", "FIVE", "5.", "⁵"], ["0.5", "0,5", "00.50"],
      ["2 million", "2,000,000", "two million", "2e6"], ["21", "twenty-one", "Twenty‑one"],
      ["5 km", "5km", "5 kilometres", "5,000 m", "5e3 meters", "five kilometers."], ["1 mile", "1609.344 m"],
      ["90 min", "1.5 hours", "5400 s", "90-minute"], ["8%", "8 percent", "8 per cent", "8 pct.", "eight percent"],
      ["$5", "5 dollars", "USD 5", "5 USD", "$5.00", "five dollars"], ["-$5", "-5 dollars"],
      ["€1.5 million", "1,500,000 EUR"],
      ["20 °C", "20°C", "20 ℃"], ["2 GB", "2000 MB", "2gb"],
      [
        "9 March 2024", "9th of March, 2024", "March 9th, 2024", "Mar. 9, 2024", "2024-03-09", "2024/03/09", "9.3.2024",
        "09.03.2024", "the 9th of March 2024",
      ],
      ["13 September 2024", "9/13/2024", "13/9/2024", "Sept 13 2024"], ["May 2024", "may, 2024"], ["3 May", "May 3rd"],
      ["3rd", "third", "the Third"], ["café", "cafe\u{301}", "CAFÉ"], ["ﬁne", "fine"], ["ＰＡＲＩＳ", "Paris"],
      ["U.S.", "us", "U.S"], ["an apple", "apple", "“Apple”"], ["so\u{AD}lo", "solo"], ["covid-19", "covid 19"],
      ["cost: $5", "cost $5", "cost:$5"], ["", "the", "…", "?!"],
    ])
  func takesWaysOfWritingForTheSame(texts: [String]) {
    let first = CanonicalAnswer(texts[0]).parts
    for text in texts.dropFirst() { #expect(CanonicalAnswer(text).parts == first, "\(text)") }
  }

  @Test(
    arguments: [
      ["5", "-5", "5 km", "5 m", "5%", "$5", "€5", "0.5", "5th", "50", "5 °C", "5 °F"], ["1.299", "1,299", "12,99"],
      ["1.2.3", "123", "1.23", "12,34,56"], ["3/4/2024", "4/3/2024"], ["9 March 2024", "9 March", "March 2024"],
      ["2024-02-30x", "2024-02-30"], ["1 month", "30 days"], ["not Paris", "Paris"], ["2024-13-01", "2024-01-13"],
      ["123456789012345678901", "123456789012345678902"], ["1e400", "1e401", "0"], ["Zurich", "Zürich"],
    ])
  func tellsApart(texts: [String]) {
    #expect(Set(texts.map { CanonicalAnswer($0).parts }).count == texts.count)
  }

  @Test func readsQuantitiesInTheirOrder() {
    let text = "From 30-40 boxes, each of 2.5kg: $1,200 in all on 2024-03-09, at -3 °C."
    let written = CanonicalAnswer(text).quantities.map(\.description)
    #expect(written == ["30", "40", "2500 g", "1200 USD", "-3 °C"])
    #expect(CanonicalAnswer("no number").quantities.isEmpty)
  }

  @Test func findsOneAnswerInAnother() {
    let text = "Die Brücke ist 1,500 m lang – in Zürich."
    func found(_ wanted: String) -> String? {
      CanonicalAnswer(text).place(of: CanonicalAnswer(wanted)).map { range in
        String(String.UnicodeScalarView(Array(text.unicodeScalars)[range]))
      }
    }
    #expect(found("1.5 km") == "1,500 m")
    #expect(found("zu\u{308}rich") == "Zürich")
    #expect(found("1.5 km LANG in") == "1,500 m lang – in")
    #expect(found("1.5 km in") == nil)
    #expect(found("the") == nil)
    let repeated = CanonicalAnswer("x x y x x y z")
    #expect(repeated.place(of: CanonicalAnswer("x x y z")) == 6..<13)
  }

  /// Hostile texts neither trap nor take long.
  @Test(
    arguments: [
      ("9", 100_000, ""), ("1,", 50_000, "1"), ("1-", 50_000, ""), ("five million ", 10_000, ""), ("-", 100_000, "1"),
      ("1/", 50_000, ""), ("a-", 50_000, "1"), ("$-", 50_000, "5"), ("9 ", 50_000, "march"), ("e1", 50_000, ""),
      ("1e999999999999999999999", 1, ""), ("9e300 km", 1, ""), ("999999999999999999 miles", 1, ""), ("5 per", 1, ""),
      ("March", 1, ""), ("9", 1, ""), ("$", 1, ""), ("9th of", 1, ""), ("million", 1, ""), ("-", 1, ""), ("°", 1, ""),
      ("1e", 1, ""), ("1e+", 1, ""), ("\u{FFFD}\u{200D}", 1, ""),
    ] as [(String, Int, String)])
  func takesAnything(piece: String, count: Int, end: String) {
    let answer = CanonicalAnswer(String(repeating: piece, count: count) + end)
    #expect(answer.parts.count == answer.spans.count)
  }
}
