/// How an answer is compared with a reference; the names are those of the configuration.
enum Method: String, CaseIterable, Sendable {
  /// The same code points; white space at the ends aside.
  case exact
  /// The same words, quantities and dates in the same order; see `CanonicalAnswer`.
  case normalised
  /// The same number, within a tolerance.
  case numeric
  /// All that the reference has, side by side, anywhere in the answer.
  case contains
  case f1
  case rouge1
  case rouge2
  case rougeL = "rouge_l"
  case chrF = "chrf"
  case edit

  /// Whether the score is a share that `pass_at` is held against; else it is 1 or 0.
  var isGraded: Bool { scoreName != nil }

  /// What the score is called, for methods that have one.
  var scoreName: String? {
    switch self {
    case .exact, .normalised, .numeric, .contains: nil
    case .f1: "token F1"
    case .rouge1: "ROUGE-1"
    case .rouge2: "ROUGE-2"
    case .rougeL: "ROUGE-L"
    case .chrF: "chrF"
    case .edit: "edit similarity"
    }
  }

  /// The score to reach where the configuration does not say: words shared by chance give
  /// ROUGE and chrF less than token F1, so that half of it is near.
  var usualPassAt: Double {
    switch self {
    case .rouge1, .rouge2, .rougeL, .chrF: 0.5
    default: 0.8
    }
  }
}
