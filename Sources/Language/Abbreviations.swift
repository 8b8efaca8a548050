/// Words whose full stop ends no sentence.
enum Abbreviations {
  static func contains(_ word: Term) -> Bool { hashes.contains(word) }

  private static let hashes = Set(
    """
    mr mrs ms dr prof sr jr st gen col sgt capt lt rev hon gov sen rep pres vs etc eg ie cf al no vol pp fig inc ltd
    corp co bros dept est jan feb mar apr jun jul aug sep sept oct nov dec mt ft approx ca
    """.split(whereSeparator: { $0 == " " || $0 == "\n" }).map { Term(hashing: $0.utf8) })
}
