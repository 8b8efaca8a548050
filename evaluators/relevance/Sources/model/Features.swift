internal import Language

/// The numbers that the model is made of, in the order of `names`.
struct Features: Sendable {
  static let names = [
    "hits", "cov", "cov_exact", "cov2", "bm25", "bi", "prox", "lcs", "type", "cand_dens", "dens_cov", "cov_type",
    "missing_w", "verb_cov", "name_cov", "rel_cov", "cand_near", "best_w",
  ]

  let values: [Double]

  /// Of the tokens `window` of an answer, whose matches with the question have been found.
  init(_ asked: AskedTerms, _ matches: AnswerMatches, _ window: Range<Int>) {
    let terms = asked.terms
    var best = [Double](repeating: 0, count: terms.count)
    var exact = [Double](repeating: 0, count: terms.count)
    var counts = [Double](repeating: 0, count: terms.count)
    var length = 0.0
    for index in window {
      let place = matches.places[index]
      if matches.tokens[index].kind != .sign { length += 1 }
      if place < 0 { continue }
      let share = matches.shares[index]
      best[place] = max(best[place], share)
      counts[place] += share
      if share == 1 { exact[place] = 1 }
    }
    var (weight, exactWeight, bm25, missing, bestWeight) = (0.0, 0.0, 0.0, 0.0, 0.0)
    var (verbs, verbsSeen, names, namesSeen, relations, relationsSeen) = (0.0, 0.0, 0.0, 0.0, 0.0, 0.0)
    var hits = 0
    for (place, term) in terms.enumerated() {
      weight += term.weight * best[place]
      exactWeight += term.weight * exact[place]
      let norm = counts[place] + 1.2 * (0.25 + 0.75 * length / 25)
      if counts[place] > 0 { bm25 += term.weight * counts[place] * 2.2 / norm }
      if best[place] < 0.5 { missing = max(missing, term.weight) } else { hits += 1 }
      if best[place] == 1 { bestWeight = max(bestWeight, term.weight) }
      if term.isVerb { (verbs, verbsSeen) = (verbs + term.weight, verbsSeen + term.weight * best[place]) }
      if term.isName { (names, namesSeen) = (names + term.weight, namesSeen + term.weight * best[place]) }
      if !term.relations.isEmpty {
        (relations, relationsSeen) = (relations + term.weight, relationsSeen + term.weight * best[place])
      }
    }
    let total = max(asked.total, 1e-9)
    let cov = weight / total
    let candidates = matches.candidates(in: window)
    let type = candidates.map(\.fit).max() ?? 0
    let (density, near) = matches.density(of: candidates, in: window, terms, total)
    let pairs = matches.pairs(in: window)
    let share = { (part: Double, whole: Double) in whole > 0 ? part / whole : cov }
    values = [
      Double(min(hits, 6)), cov, exactWeight / total, cov * cov, min(bm25, 8), pairs.adjacent, pairs.proximity,
      pairs.ordered, type, density, density * cov, cov * type, missing / 1.25, share(verbsSeen, verbs),
      share(namesSeen, names), share(relationsSeen, relations), near, bestWeight / 1.25,
    ]
  }

  /// As `explain: features` shows them.
  var json: String {
    let members = zip(Self.names, values).map { "\"\($0)\": \(($1 * 1e6).rounded() / 1e6)" }
    return "{\(members.joined(separator: ", "))}"
  }
}
