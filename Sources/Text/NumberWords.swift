/// English words for numbers: the value of each that stands alone or in front of a scale.
enum NumberWords {
  /// `zero` to `ninety`.
  static let small: [String: Int64] = {
    let units = [
      "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
      "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
    ]
    let tens = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
    var words: [String: Int64] = [:]
    for (value, word) in units.enumerated() { words[word] = Int64(value) }
    for (place, word) in tens.enumerated() {
      words[word] = Int64(place + 2) * 10
      for unit in 1...9 { words["\(word)-\(units[unit])"] = Int64((place + 2) * 10 + unit) }
    }
    return words
  }()

  /// The powers of ten.
  static let scales = ["hundred": 2, "thousand": 3, "million": 6, "billion": 9, "trillion": 12]

  /// `first` to `twelfth`, but for `second`, which is a unit too.
  static let ordinals = [
    "first": 1, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9, "tenth": 10,
    "eleventh": 11, "twelfth": 12,
  ]
}
