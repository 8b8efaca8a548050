/// An exponentially weighted mean that is a true mean from its first value on.
struct SmoothedMean: Sendable, Codable {
  let rate: Double
  private var weight = 0.0
  private(set) var mean = 0.0

  private enum CodingKeys: String, CodingKey {
    case rate = "r"
    case weight = "w"
    case mean = "m"
  }

  init(rate: Double) { self.rate = rate }

  mutating func add(_ value: Double) {
    weight = weight * (1 - rate) + rate
    mean += rate / weight * (value - mean)
  }
}
