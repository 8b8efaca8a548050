package import CallModel

/// Whether a call is judged, for every evaluator at once.
///
/// All evaluators compare their rate with the same number, so their samples nest: what is
/// judged at 5 % is also judged at 20 %.
package struct Decision: Hashable, Sendable {
  /// `random` if the call is in no stratum that is always judged.
  package let stratum: Sample.Stratum
  /// The salted hash of the trace id, in [0, 1).
  let position: Double

  /// The sample that the call belongs to at a rate from 0 to 1; nil if it is not judged.
  ///
  /// At a rate of 0 nothing is judged, not even the strata: alone they would stand for no
  /// calls but themselves, and a ratio over them would mislead.
  package func sample(rate: Double) -> Sample? {
    guard rate > 0 else { return nil }
    if stratum != .random { return Sample(stratum: stratum, inclusion: 1) }
    return position < rate ? Sample(stratum: .random, inclusion: min(rate, 1)) : nil
  }
}
