internal import Glibc

/// A weighted sum of features, as a probability that the context supports the answer.
struct GroundednessModel: Sendable {
  let bias: Double
  private let weights: FeatureVector

  init(bias: Double, weights: [(Feature, Double)]) {
    self.bias = bias
    var vector = FeatureVector()
    for (feature, weight) in weights { vector[feature] = weight }
    self.weights = vector
  }

  /// From 0 to 1, rounded to a ten-thousandth so that it is the same on every machine.
  func score(_ features: FeatureVector) -> Double {
    let sum = Feature.allCases.reduce(bias) { $0 + weights[$1] * features[$1] }
    return ((1 / (1 + exp(-sum))) * 10_000).rounded() / 10_000
  }
}
