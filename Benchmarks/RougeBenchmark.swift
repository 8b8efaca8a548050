import Text

/// ROUGE-L of an answer against a reference that is read each time, as rouge-score reads it; by the words of both.
struct RougeBenchmark {
  private static let sizes = [10, 50, 200, 500]

  func run() {
    for size in Self.sizes {
      let (reference, answer) = (Self.text(size, step: 7), Self.text(size, step: 11))
      var best = Double.infinity
      for _ in 0..<5 {
        let began = processorTime()
        var shared = 0
        for _ in 0..<200 { shared += Rouge(reference: reference).longest(of: answer) == nil ? 0 : 1 }
        if shared > 0 { best = min(best, Double(processorTime() - began) / 200) }
      }
      print("rouge-l \(size) words: \(Int(best)) ns")
    }
  }

  /// Words of a small vocabulary in an order that repeats late; `peers/rouge.py` makes the same.
  static func text(_ words: Int, step: Int) -> String {
    let vocabulary = [
      "order", "packed", "free", "charge", "cancel", "until", "both", "parcel", "refund", "street", "monday", "price",
      "invoice", "the", "of", "and", "a", "to", "is", "you", "can", "will", "it", "for", "on",
    ]
    return (0..<words).map { vocabulary[($0 * step + $0 / 5) % vocabulary.count] }.joined(separator: " ")
  }
}
