internal import CallModel

/// The exemplars of one histogram, each where its classic bucket is written.
///
/// OpenMetrics 1.0 wants the value of an exemplar inside its bucket, and at most one a bucket:
/// of several the latest is taken, and one whose value no bucket holds is left out.
struct BucketExemplars {
  /// By bucket; the last is that of `+Inf`. Empty if there are none at all.
  private let chosen: [Exemplar?]

  /// `bounds` ascend and are finite.
  init(_ exemplars: [Exemplar], bounds: [Double]) {
    if exemplars.isEmpty {
      chosen = []
      return
    }
    var chosen = [Exemplar?](repeating: nil, count: bounds.count + 1)
    for exemplar in exemplars where !exemplar.value.isNaN {
      let bucket = bounds.firstIndex { exemplar.value <= $0 } ?? bounds.count
      if let other = chosen[bucket], other.at > exemplar.at { continue }
      chosen[bucket] = exemplar
    }
    self.chosen = chosen
  }

  /// The exemplar of the bucket at a place among the bounds.
  subscript(bucket: Int) -> Exemplar? { chosen.isEmpty ? nil : chosen[bucket] }

  /// The one above all bounds.
  var ofInfinity: Exemplar? { chosen.last ?? nil }
}
