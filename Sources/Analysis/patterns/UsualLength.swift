/// The length that 95 of 100 texts stay below, learned one by one.
///
/// In powers of two; a stochastic approximation whose steps shrink to a fiftieth (Robbins and
/// Monro 1951), so that it follows slow change and one long text moves it little.
struct UsualLength: Sendable {
  private static let share = 0.05
  static let fewest = 200

  private(set) var count = 0
  private(set) var logarithm = 0.0

  var isKnown: Bool { count >= Self.fewest }
  /// In tokens.
  var tokens: Double { power(logarithm) }

  mutating func learn(_ length: Double) {
    count = min(count + 1, 1_000_000)
    if count <= 20 {
      logarithm = count == 1 ? length : max(logarithm, length)
      return
    }
    let step = max(0.02, 4 / Double(count))
    logarithm += step * (length > logarithm ? 1 - Self.share : -Self.share)
  }
}
