internal import Language

/// The sentences of an answer that the context supports least, and what is wrong with the worst of them.
struct Findings {
  /// Half-open ranges of code points of the answer, in order.
  let evidence: [Range<Int>]
  let label: String
  private let worst: Range<Int>?
  private let complaint: Complaint

  /// What speaks against a sentence.
  private enum Complaint {
    /// Pieces of the answer that are nowhere in the context: numbers, names or other words.
    case unseen(String, [Range<Int>])
    case negation
    case opposite
    /// Its words are all there, but not together or not in this order.
    case rearranged

    var label: String {
      switch self {
      case .unseen(let label, _): label
      case .negation: "new_negation"
      case .opposite: "opposite"
      case .rearranged: "rearranged"
      }
    }
  }

  private static let mostEvidence = 20

  init(in reading: Reading, _ measured: Measurement, model: GroundednessModel, passAt: Double) {
    var failing: [Range<Int>] = []
    var worst: (index: Int, score: Double)?
    for (index, claim) in measured.claims.enumerated() where claim.weight > 0 {
      let score = model.score(measured.features(of: claim))
      if score < worst?.score ?? 2 { worst = (index, score) }
      if score < passAt { failing.append(reading.answer.sentences[index].range) }
    }
    self.worst = worst.map { reading.answer.sentences[$0.index].range }
    evidence = failing.isEmpty ? [self.worst].compactMap(\.self) : Array(failing.prefix(Self.mostEvidence))
    complaint = worst.map { Self.complaint(about: measured.claims[$0.index]) } ?? .rearranged
    label = complaint.label
  }

  private static func complaint(about claim: Claim) -> Complaint {
    let unseen = claim.content.indices.filter { claim.isUnseen($0) }
    let numbers = unseen.filter { claim.content[$0].kind == .number }
    let names = unseen.filter { claim.content[$0].isName }
    func ranges(_ first: [Int]) -> [Range<Int>] {
      (first + unseen.filter { !first.contains($0) }).prefix(5).map { claim.content[$0].range }
    }
    if !numbers.isEmpty { return .unseen("unseen_number", ranges(numbers)) }
    if !names.isEmpty { return .unseen("unseen_name", ranges(names)) }
    if claim.opposites > 0 { return .opposite }
    if claim.newNegations > 0 || claim.negatedWords > 0 { return .negation }
    return unseen.isEmpty ? .rearranged : .unseen("unsupported_claim", ranges([]))
  }

  /// A sentence for a person.
  func explanation(of answer: String, passes: Bool) -> String {
    guard let worst else { return "nothing in the answer can be looked for" }
    let sentence = "'\(answer.piece(worst, most: 160))'"
    if passes { return "the context supports the answer; least of it \(sentence)" }
    switch complaint {
    case .unseen(_, let ranges):
      let words = ranges.map { "'\(answer.piece($0, most: 40))'" }.joined(separator: ", ")
      return "\(sentence) is not supported: the context does not have \(words)"
    case .negation: return "\(sentence) is not supported: it denies what the context does not deny"
    case .opposite: return "\(sentence) is not supported: the context says the opposite of one of its words"
    case .rearranged: return "\(sentence) is not supported: its words are in the context, but not said of each other"
    }
  }
}

extension String {
  /// Some code points of this, on one line, cut with an ellipsis.
  fileprivate func piece(_ range: Range<Int>, most: Int) -> String {
    var piece = String.UnicodeScalarView()
    for scalar in unicodeScalars.dropFirst(range.lowerBound).prefix(min(range.count, most)) {
      piece.append(scalar.properties.isWhitespace ? " " : scalar)
    }
    return String(piece) + (range.count > most ? "…" : "")
  }
}
