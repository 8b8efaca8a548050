/// What is measured of an answer, or of one sentence of it; all but the first four speak against it.
enum Feature: Int, CaseIterable, Sendable {
  /// The weight of the words that stand in the context's nearest sentence in the same order, by the sentence's weight;
  /// the mean over the sentences.
  case inOrder
  /// The same, added over all sentences.
  case inOrderTotal
  /// The longest run of neighbouring words that are neighbours in the context too, by all telling words.
  case copiedRun
  /// Of the names in the context that are not in the question, those that the answer has.
  case namesUsed
  /// Unseen nouns' weight, names aside.
  case unseenNouns
  /// Numbers that neither context nor question has.
  case unseenNumbers
  /// 1 if the answer has a name of its own, and none of those that the context offers.
  case namesPassedOver
  /// Unseen names where the nearest sentence has another name between the same words.
  case nameSwapped
  /// The same of numbers.
  case numberSwapped
  /// Negations that the context has nowhere.
  case newNegations
  /// Words such as *all*, *may*, *before* that the nearest sentences lack.
  case newQualifiers
  /// Words whose opposite stands in the nearest sentences.
  case opposites
  /// *unable* where the context has *able*.
  case negatedWords
  /// 1 if the answer begins with *no* or *actually*.
  case contradicts

  /// As `explain: features` and the training script write it.
  var name: String {
    switch self {
    case .inOrder: "in_order"
    case .inOrderTotal: "in_order_total"
    case .copiedRun: "copied_run"
    case .namesUsed: "names_used"
    case .unseenNouns: "unseen_nouns"
    case .unseenNumbers: "unseen_numbers"
    case .namesPassedOver: "names_passed_over"
    case .nameSwapped: "name_swapped"
    case .numberSwapped: "number_swapped"
    case .newNegations: "new_negations"
    case .newQualifiers: "new_qualifiers"
    case .opposites: "opposites"
    case .negatedWords: "negated_words"
    case .contradicts: "contradicts"
    }
  }
}

/// A value for each feature.
struct FeatureVector: Sendable {
  private var values = [Double](repeating: 0, count: Feature.allCases.count)

  subscript(feature: Feature) -> Double {
    get { values[feature.rawValue] }
    set { values[feature.rawValue] = newValue }
  }

  /// A JSON object, in the features' order.
  var json: String {
    "{" + Feature.allCases.map { "\"\($0.name)\": \(self[$0])" }.joined(separator: ", ") + "}"
  }
}
