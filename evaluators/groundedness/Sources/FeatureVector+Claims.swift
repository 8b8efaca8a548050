internal import Language

extension FeatureVector {
  /// The features of some claims of an answer; counts are damped by the square root of the claims.
  init(of claims: [Claim], use: ContextUse, opening: Term?) {
    self.init()
    let telling = claims.filter { $0.weight > 0 }
    guard !telling.isEmpty else { return }
    func sum(_ value: (Claim) -> Double) -> Double { telling.reduce(0) { $0 + value($1) } }
    func damped(_ value: (Claim) -> Int) -> Double { sum { Double(value($0)) } / Double(telling.count).squareRoot() }
    let weight = sum(\.weight)

    self[.inOrder] = sum { $0.inOrder / $0.weight } / Double(telling.count)
    self[.inOrderTotal] = sum(\.inOrder) / weight
    self[.copiedRun] = Double(telling.map(\.longestRun).max() ?? 0) / sum { Double($0.content.count) }
    self[.namesUsed] = use.share
    self[.unseenNouns] = sum(\.unseenNounWeight) / weight
    self[.unseenNumbers] = min(damped(\.unseenNumbers), 3)
    let hasOwnName = telling.contains { $0.unseenNames > 0 }
    self[.namesPassedOver] = hasOwnName && use.names > 0 && use.taken == 0 ? 1 : 0
    self[.nameSwapped] = min(damped(\.swappedNames), 3)
    self[.numberSwapped] = min(damped(\.swappedNumbers), 3)
    self[.newNegations] = min(damped(\.newNegations), 3)
    self[.newQualifiers] = min(damped(\.newQualifiers), 3)
    self[.opposites] = min(damped(\.opposites), 3)
    self[.negatedWords] = min(damped(\.negatedWords), 3)
    self[.contradicts] = opening.map { Self.openers.contains($0) } ?? false ? 1 : 0
  }

  private static let openers = Set(["no", "actually", "nope"].map { Term(hashing: $0.utf8) })
}

extension Claim {
  fileprivate var unseenNounWeight: Double {
    zip(content, matches).reduce(0) { sum, pair in
      let (token, match) = pair
      let isNoun = token.kind == .word && !token.isName && token.part == .noun
      return isNoun && !match.isSeen ? sum + token.weight : sum
    }
  }
}
