/// The right reference that an answer is nearest to, and the wrong one.
struct Contest {
  /// A reference, its place in its list, and how near it is.
  struct Nearest {
    let place: Int
    let count: Int
    let text: String
    let nearness: Nearness
  }

  let right: Nearest?
  let wrong: Nearest?

  /// Nil where two texts are too long to be compared.
  init?(_ answer: ComparedText, _ known: Known, by comparison: Comparison) {
    guard let right = Nearest.among(known.right, to: answer, by: comparison),
      let wrong = Nearest.among(known.wrong, to: answer, by: comparison)
    else { return nil }
    self.right = right.first
    self.wrong = wrong.first
  }

  enum Outcome: Equatable {
    case pass
    /// No right reference is near enough.
    case far
    /// A wrong reference is near enough, and as near as any right one.
    case wrong
  }

  /// The right one must be near enough and nearer than the wrong one; where none is known to be
  /// right, no wrong one may be near.
  var outcome: Outcome {
    guard let right else { return wrong?.nearness.isMatch == true ? .wrong : .pass }
    let isBeaten = wrong.map { $0.nearness.score >= right.nearness.score } ?? false
    if right.nearness.isMatch { return isBeaten ? .wrong : .pass }
    return wrong?.nearness.isMatch == true ? .wrong : .far
  }

  /// That of the nearest right reference; without one, 1 less that of the nearest wrong one.
  /// All or nothing where the method is, and the outcome decides.
  func score(by method: Method) -> Double {
    if !method.isGraded { return outcome == .pass ? 1 : 0 }
    return right?.nearness.score ?? 1 - (wrong?.nearness.score ?? 0)
  }
}

extension Contest.Nearest {
  /// The nearest, the first of equals, in a list of one; an empty list among none.
  fileprivate static func among(
    _ references: [ComparedText], to answer: ComparedText, by comparison: Comparison
  ) -> [Contest.Nearest]? {
    var best: Contest.Nearest?
    for (place, reference) in references.enumerated() {
      guard let nearness = comparison.nearness(of: answer, to: reference) else { return nil }
      if let best, nearness.score <= best.nearness.score { continue }
      best = Contest.Nearest(place: place, count: references.count, text: reference.text, nearness: nearness)
    }
    return best.map { [$0] } ?? []
  }
}
