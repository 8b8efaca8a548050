/// The parts of a family's classic bucket lines that are the same for all its series.
struct BucketLines {
  /// `name_bucket{`
  let start: [UInt8]
  let buckets: ClassicBuckets
  /// `le="0.01"} ` for each bound.
  let finite: [[UInt8]]
  let infinite = Array("le=\"+Inf\"} ".utf8)

  init(_ name: String, bounds: [Double], spelling: BoundSpelling) {
    start = Array("\(name)_bucket{".utf8)
    buckets = ClassicBuckets(bounds: bounds)
    finite = buckets.bounds.map { bound in
      var line = Array("le=\"".utf8)
      line.append(bound: bound, spelling)
      return line + Array("\"} ".utf8)
    }
  }
}
