/// Something about an answer that speaks against it, found without the model.
struct Finding: Sendable {
  let label: Label
  /// One sentence for a person.
  let explanation: String
  /// Code points of the output.
  var evidence: [Range<Int>] = []
}

/// The labels of verdicts; the names are those that users see.
enum Label: String, CaseIterable, Sendable {
  case empty
  case refusal
  case noAnswer = "no_answer"
  case deflection
  case echo
  case wrongLanguage = "wrong_language"
  case offTopic = "off_topic"
  case otherQuestion = "other_question"

  /// The most that an answer with this finding scores.
  ///
  /// The order is how surely it fails to answer; all lie below the default threshold.
  var cap: Double {
    switch self {
    case .empty: 0
    case .refusal, .wrongLanguage: 0.05
    case .echo, .noAnswer: 0.1
    case .deflection: 0.15
    case .offTopic, .otherQuestion: 1
    }
  }
}
