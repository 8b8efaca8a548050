internal import Text

/// An answer or a reference, with what its method compares.
struct ComparedText: Sendable {
  let text: String
  /// For `f1` alone; else empty.
  let tokens: [String]
  /// For `normalised`, `numeric` and `contains`; else empty.
  let canonical: CanonicalAnswer

  init(_ text: String, for method: Method) {
    self.text = text
    tokens = method == .f1 ? text.answerTokens : []
    canonical =
      switch method {
      case .normalised, .numeric, .contains: CanonicalAnswer(text)
      default: CanonicalAnswer("")
      }
  }

  /// The number of a reference that has one and no other.
  var number: Quantity? {
    let quantities = canonical.quantities
    return quantities.count == 1 ? quantities.first : nil
  }

  /// Why no answer can be held against this as a reference; nil if one can.
  func flaw(for method: Method) -> String? {
    switch method {
    case .numeric where number == nil:
      "'\(text.shortened)' has \(canonical.quantities.count) numbers; one is needed"
    case .contains where canonical.parts.isEmpty: "'\(text.shortened)' has no words that could be found"
    default: nil
    }
  }

  func isExactly(_ other: ComparedText) -> Bool {
    text.trimmingWhiteSpace.unicodeScalars.elementsEqual(other.text.trimmingWhiteSpace.unicodeScalars)
  }
}

extension String {
  /// At most 80 code points, on one line.
  var shortened: String {
    let line = String(String.UnicodeScalarView(unicodeScalars.prefix(200))).foldingWhiteSpace.unicodeScalars
    return String(String.UnicodeScalarView(line.prefix(80))) + (line.count > 80 ? "…" : "")
  }
}
