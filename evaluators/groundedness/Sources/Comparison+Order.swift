internal import Language

extension Comparison {
  /// Aligns a claim with the context's nearest sentence by the heaviest common subsequence, and looks into its gaps.
  func alignWithNearest(_ claim: inout Claim) {
    guard let nearest = claim.window.first else { return }
    let window = Array(context.content[context.spans[nearest].prefix(Self.mostColumns)])
    let alignment = Alignment(claim, window)
    claim.inOrder = alignment.weight
    let used = Set(claim.matches.lazy.filter { $0.share > 0 }.map(\.term))
    for gap in alignment.gaps where !gap.answer.isEmpty && gap.answer.count <= 3 {
      for row in gap.answer where claim.isUnseen(row) {
        let token = claim.content[row]
        let others = window[gap.context.prefix(4)].filter { !used.contains($0.term) }
        if token.kind == .number {
          if others.contains(where: { $0.kind == .number }) { claim.swappedNumbers += 1 }
        } else if token.isName, others.contains(where: \.isName) {
          claim.swappedNames += 1
        }
      }
    }
  }

  private static let mostColumns = 160
}

/// The heaviest common subsequence of a claim and a sentence of the context, and what stands between its words.
struct Alignment {
  /// Tokens of either side between two that are aligned.
  struct Gap {
    var answer: Range<Int>
    var context: Range<Int>
  }

  private(set) var weight = 0.0
  private(set) var gaps: [Gap] = []

  init(_ claim: Claim, _ window: [Token]) {
    let (rows, width) = (claim.content.count, window.count + 1)
    let gains = zip(claim.content, claim.matches).map { $0.weight * $1.share }
    var table = [Double](repeating: 0, count: (rows + 1) * width)
    for row in 0..<rows {
      let term = claim.matches[row].term
      for column in 1..<width {
        var best = max(table[row * width + column], table[(row + 1) * width + column - 1])
        if gains[row] > 0, window[column - 1].term == term {
          best = max(best, table[row * width + column - 1] + gains[row])
        }
        table[(row + 1) * width + column] = best
      }
    }
    weight = table[rows * width + width - 1]
    trace(table, width, gains, claim, window)
  }

  private mutating func trace(
    _ table: [Double], _ width: Int, _ gains: [Double], _ claim: Claim, _ window: [Token]
  ) {
    var (row, column) = (claim.content.count, width - 1)
    var (rowEnd, columnEnd) = (row, column)
    while row > 0 {
      let here = table[row * width + column]
      if column > 0, gains[row - 1] > 0, window[column - 1].term == claim.matches[row - 1].term,
        here == table[(row - 1) * width + column - 1] + gains[row - 1]
      {
        gaps.append(Gap(answer: row..<rowEnd, context: column..<columnEnd))
        row -= 1
        column -= 1
        (rowEnd, columnEnd) = (row, column)
      } else if column > 0, here == table[row * width + column - 1] {
        column -= 1
      } else {
        row -= 1
      }
    }
    // Before the first aligned word, only what stands close to it is its counterpart.
    gaps.append(Gap(answer: 0..<rowEnd, context: max(0, columnEnd - 3)..<columnEnd))
  }
}
