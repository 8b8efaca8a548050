internal import CallModel
internal import JSON

/// What is asked of the text that a named group captures.
struct CaptureRule: Sendable {
  var name: String
  /// The numbers of the groups of that name in the pattern.
  var groups: [Int] = []
  var min: JSONNumber?
  var max: JSONNumber?
  /// The values that are allowed; nil if any is.
  var allowed: AllowedValues?
  var decimalMark: DecimalMark

  /// What is wrong with a value: the label and the end of a sentence; nil if nothing is.
  func objection(to value: Substring) -> (label: String, reason: String)? {
    if let allowed, !allowed.contains(value) { return ("not_allowed", "not one of \(allowed)") }
    guard min != nil || max != nil else { return nil }
    guard let number = decimalMark.number(in: value) else { return ("not_a_number", "no number") }
    if let min, number.precedes(min) { return ("out_of_range", "below \(shortened(min.literal))") }
    if let max, max.precedes(number) { return ("out_of_range", "above \(shortened(max.literal))") }
    return nil
  }
}

extension JSONNumber {
  /// The exact order, at the price of the nearest doubles' where those differ: rounding never
  /// turns an order round.
  fileprivate func precedes(_ other: JSONNumber) -> Bool {
    let (mine, others) = (double, other.double)
    if mine < others { return true }
    return mine > others ? false : self < other
  }
}

/// A list of values, compared as text.
struct AllowedValues: Sendable, CustomStringConvertible {
  private let values: [String]
  private let folded: Set<String>
  private let ignoresCase: Bool

  init(_ values: [String], ignoringCase: Bool) {
    self.values = values
    ignoresCase = ignoringCase
    folded = Set(ignoringCase ? values.map { $0.lowercased() } : values)
  }

  func contains(_ value: Substring) -> Bool {
    folded.contains(ignoresCase ? value.lowercased() : String(value))
  }

  /// The first few: `EUR, USD, …`.
  var description: String {
    values.prefix(5).map(shortened).joined(separator: ", ") + (values.count > 5 ? ", …" : "")
  }
}
