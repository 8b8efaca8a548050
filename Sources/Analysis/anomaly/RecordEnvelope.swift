/// The range that a number has covered lately, forgiving one outlier each side.
///
/// Kept as the maxima and minima of up to 16 blocks of rows and one open block. The edge of the
/// range is the second largest of the maxima (the second smallest of the minima), so that one
/// polluted block does not blind it and two occasions make a habit; with fewer than 8 closed
/// blocks it is the extreme. Blocks begin short and double until they have their full length:
/// all of the history at first, later a sliding one of 15 to 17 full blocks.
///
/// Why false alarms are bounded whatever the distribution: if rows are exchangeable, a new one
/// beats the second largest of 16 block maxima with probability of about 2.07/(m+1), m rows held.
///
/// O(1) a row, O(16) where a block ends; about 220 bytes.
package struct RecordEnvelope: Sendable {
  /// The edges of the usual range.
  package struct Range: Hashable, Sendable, Codable {
    package var low: Double
    package var high: Double
    package var width: Double { max(high - low, 0) }
    package var middle: Double { (high + low) / 2 }
  }

  static let mostBlocks = 16
  /// With so few closed blocks an outlier is not told from a habit.
  static let fewBlocks = 8

  let longest: Int
  var length: Int
  // Rounded to 24 bits: an error of 6e-8 of the number, far below the 2e-6 that a score allows for.
  var highs: [Float] = []
  var lows: [Float] = []
  var openHigh = 0.0
  var openLow = 0.0
  var openCount = 0

  private var highest = Edge()
  // Of the negated minima.
  private var lowest = Edge()

  /// The two largest numbers of the closed blocks.
  private struct Edge: Sendable {
    var first = -Double.infinity
    var second = -Double.infinity

    mutating func take(_ value: Double) {
      if value > first {
        second = first
        first = value
      } else if value > second {
        second = value
      }
    }

    /// The edge with one more block, if it has begun.
    func value(with open: Double?, isFew: Bool) -> Double {
      guard let open else { return isFew ? first : second }
      if isFew { return max(first, open) }
      return open >= first ? first : max(second, open)
    }
  }

  /// - Parameters:
  ///   - first: how many rows the first blocks have, at least 1.
  ///   - longest: how many rows a block has at most.
  package init(first: Int = 32, longest: Int = 128) {
    length = max(1, first)
    self.longest = max(1, longest)
    highs.reserveCapacity(Self.mostBlocks)
    lows.reserveCapacity(Self.mostBlocks)
  }

  /// How many rows are remembered.
  package var held: Int { highs.count * length + openCount }

  /// Nil before the first row.
  package var range: Range? {
    if highs.isEmpty, openCount == 0 { return nil }
    let isFew = highs.count < Self.fewBlocks
    let isOpen = openCount > 0
    return Range(
      low: -lowest.value(with: isOpen ? -openLow : nil, isFew: isFew),
      high: highest.value(with: isOpen ? openHigh : nil, isFew: isFew))
  }

  package mutating func store(_ value: Double) {
    openHigh = openCount == 0 ? value : max(openHigh, value)
    openLow = openCount == 0 ? value : min(openLow, value)
    openCount += 1
    if openCount >= length { close() }
  }

  private mutating func close() {
    if highs.count >= Self.mostBlocks {
      highs.removeFirst()
      lows.removeFirst()
    }
    highs.append(Float(openHigh))
    lows.append(Float(openLow))
    openCount = 0
    if highs.count >= Self.mostBlocks, length < longest {
      for place in 0..<highs.count / 2 {
        highs[place] = max(highs[2 * place], highs[2 * place + 1])
        lows[place] = min(lows[2 * place], lows[2 * place + 1])
      }
      highs.removeLast(highs.count / 2)
      lows.removeLast(lows.count / 2)
      length *= 2
    }
    findEdges()
  }

  mutating func findEdges() {
    highest = Edge()
    lowest = Edge()
    for high in highs { highest.take(Double(high)) }
    for low in lows { lowest.take(-Double(low)) }
  }
}
