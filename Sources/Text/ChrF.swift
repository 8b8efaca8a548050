/// chrF (Popović, 2015) against one reference, equal to a hundredth of sacrebleu's figure for a
/// sentence.
///
/// sacrebleu 2.6's settings: runs of 1 to 6 code points without white space, no words, β = 2,
/// case kept, no smoothing: only orders that both texts have count.
package struct ChrF {
  /// The longest reference in code points: its runs take up to a kilobyte a code point.
  package static let longestReference = 1 << 16
  private static let order = 6

  /// Where a run goes on: the node of the run so far, and the next code point. The root is 0.
  private var children: [UInt64: Int] = [:]
  /// How often the reference has the run that ends at a node.
  private var counts = [0]
  private var length = 0

  /// Nil if the reference is longer than `longestReference`.
  package init?(reference: String) {
    let ink = reference.ink
    guard ink.count <= Self.longestReference else { return nil }
    length = ink.count
    for start in ink.indices {
      var node = 0
      for scalar in ink[start..<min(start + Self.order, ink.count)] {
        node = child(adding: scalar, to: node)
        counts[node] += 1
      }
    }
  }

  private mutating func child(adding scalar: UInt32, to node: Int) -> Int {
    let edge = Self.edge(node, scalar)
    if let child = children[edge] { return child }
    children[edge] = counts.count
    counts.append(0)
    return counts.count - 1
  }

  private static func edge(_ node: Int, _ scalar: UInt32) -> UInt64 {
    UInt64(truncatingIfNeeded: node) << 32 | UInt64(scalar)
  }

  /// From 0 to 1.
  package func score(of answer: String) -> Double {
    let ink = answer.ink
    var left = counts
    var shared = [Int](repeating: 0, count: Self.order)
    for start in ink.indices {
      var node = 0
      for place in start..<min(start + Self.order, ink.count) {
        // What the reference lacks it lacks with anything behind it.
        guard let child = children[Self.edge(node, ink[place])] else { break }
        node = child
        if left[node] > 0 {
          left[node] -= 1
          shared[place - start] += 1
        }
      }
    }
    let orders = min(Self.order, ink.count, length)
    if orders == 0 { return 0 }
    var (precision, recall) = (0.0, 0.0)
    for order in 0..<orders {
      precision += Double(shared[order]) / Double(ink.count - order)
      recall += Double(shared[order]) / Double(length - order)
    }
    precision /= Double(orders)
    recall /= Double(orders)
    return precision + recall > 0 ? 5 * precision * recall / (4 * precision + recall) : 0
  }
}

extension String {
  /// The code points that are no white space, as Python's `split` knows it: Unicode's, and the
  /// four separators of ASCII.
  fileprivate var ink: [UInt32] {
    unicodeScalars.lazy.filter { !$0.isWhiteSpace && !(0x1C...0x1F).contains($0.value) }.map(\.value)
  }
}
