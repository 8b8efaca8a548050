internal import CallModel

/// A fading histogram of positive values in steps of 5 %, from a millisecond (or anything else
/// that is a thousandth) to more than 2,000: what is usual for a latency.
///
/// Values outside fall into the first or the last cell. 1.2 kB.
struct ValueHistogram: Sendable, Hashable, Codable {
  static let cells = 300
  private static let lowest = 1e-3
  private static let step = 1.05
  private static let logarithmOfStep = logarithm(step)

  private var weights = [Float](repeating: 0, count: cells)

  var total: Double { weights.reduce(0) { $0 + Double($1) } }

  mutating func record(_ value: Double) {
    let position = value > Self.lowest ? logarithm(value / Self.lowest) / Self.logarithmOfStep : 0
    weights[min(Self.cells - 1, Int(min(position, 1e6)))] += 1
  }

  /// Multiplies all that is there.
  mutating func fade(by factor: Double) {
    for cell in weights.indices { weights[cell] *= Float(factor) }
  }

  /// The bound between two cells that a share of about `1 − quantile` lies above, and that share;
  /// nil if all is in one cell.
  func bound(at quantile: Double) -> (value: Double, share: Double)? {
    let total = total
    guard total > 0 else { return nil }
    let wanted = total * (1 - quantile)
    var above = 0.0
    for cell in stride(from: Self.cells - 1, to: 0, by: -1) {
      let next = above + Double(weights[cell])
      if next >= wanted, next > 0 {
        // The nearer of the two ends of the cell that the quantile lies in.
        let takesCell = above == 0 || next - wanted < wanted - above
        let edge = takesCell ? cell : cell + 1
        return (Self.lowest * exponential(Double(edge) * Self.logarithmOfStep), (takesCell ? next : above) / total)
      }
      above = next
    }
    return nil
  }

  var isSound: Bool { weights.count == Self.cells && weights.allSatisfy { $0 >= 0 && $0.isFinite } }
}
