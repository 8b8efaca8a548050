package import CallModel

/// Finds when a caller spends more than it is used to, at one resolution.
///
/// Calls are added to the open bucket; buckets are closed by the clock, empty ones too, so silence
/// is data. Time in which nothing was collected is no silence: its buckets are left out.
package struct SpendDetector: Sendable, Codable {
  /// Spend that is out of what is usual.
  struct Incident: Sendable, Codable {
    /// The begin of its first bucket.
    var began: Nanoseconds
    var quietRows = 0
    var peak: Double
    /// The score at which people were last told; nil if they were not.
    var announced: Double?
    /// The most that is usual in a bucket, in dollars, from before it began.
    var ceiling: Double
    /// What was spent above it, in dollars.
    var excess = 0.0
    /// Of its worst row.
    var surprise: Surprise
    var isRestart: Bool
  }

  /// What a closed bucket has changed.
  enum Change: Sendable {
    case began, worsened, ended
  }

  /// A silence of which more are replayed than this is longer than all that is remembered.
  static let longestReplay: Int64 = 2_200

  package let resolution: SpendResolution
  private var envelopes: FeatureEnvelopes
  /// The lengths of silences that ended, in buckets; 0 where none did.
  private var silences = RecordEnvelope()
  private var emptyRows = 0
  private var bucket: Int64
  private var spent = NanoDollars.zero
  /// How much of the open bucket was not watched.
  private var unwatched: Nanoseconds = 0
  private(set) var incident: Incident?
  /// Of the last closed bucket; nil while nothing can be judged.
  package private(set) var score: Double?

  private enum CodingKeys: String, CodingKey {
    case resolution, envelopes, silences, emptyRows, bucket, spent, unwatched, incident
  }

  package init(_ resolution: SpendResolution, at now: Nanoseconds) {
    self.resolution = resolution
    envelopes = FeatureEnvelopes(resolution.settings)
    bucket = now / resolution.width
    // The first bucket is seen in part.
    unwatched = max(0, now - bucket * resolution.width)
  }

  package mutating func add(_ cost: NanoDollars) { spent += max(.zero, cost) }

  /// Closes the buckets that are over.
  ///
  /// - Parameter body: called for each change, with the end of its bucket.
  mutating func advance(
    to now: Nanoseconds, scores: inout ScoreHistogram, oneAlarmEvery weeks: Double,
    _ body: (Change, Incident, Nanoseconds) -> Void
  ) {
    let current = now / resolution.width
    guard current > bucket else { return }
    if current - bucket > Self.longestReplay {
      skip(from: bucket * resolution.width, to: (current - Self.longestReplay) * resolution.width)
    }
    while bucket < current {
      if unwatched > resolution.width / 10 {
        envelopes.breakOff()
      } else {
        close(scores: &scores, weeks: weeks, body)
      }
      bucket += 1
      spent = .zero
      unwatched = 0
    }
  }

  /// Nothing was collected between two moments.
  mutating func skip(from start: Nanoseconds, to end: Nanoseconds) {
    let width = resolution.width
    let next = end / width
    if next == bucket + 1 {
      // Two parts too small to matter: a bucket is not lost to a pause around its end.
      let lost = unwatched + max(0, next * width - max(start, bucket * width))
      if lost <= width / 10, end - next * width <= width / 10 {
        unwatched = lost
        return
      }
    }
    guard next == bucket else {
      envelopes.breakOff()
      bucket = next
      spent = .zero
      unwatched = end - next * width
      return
    }
    unwatched += max(0, end - max(start, bucket * width))
  }

  private mutating func close(
    scores: inout ScoreHistogram, weeks: Double, _ body: (Change, Incident, Nanoseconds) -> Void
  ) {
    let start = bucket * resolution.width
    let end = start + resolution.width
    let dollars = spent.dollars
    let isRestart =
      dollars > 0 && silences.held >= resolution.settings.armedAfter
      && Double(emptyRows) > 2.5 * (silences.range?.high ?? .infinity)
    // After a silence like no other nothing is known of how fast spend comes back.
    if isRestart { envelopes.breakOff() }
    silences.store(dollars > 0 ? Double(emptyRows) : 0)
    emptyRows = dollars > 0 ? 0 : emptyRows + 1
    let ceiling = usualCeiling
    let surprise = envelopes.next(dollars, at: start / 1_000_000_000)
    score = surprise?.score
    if surprise != nil { scores.watch(weeks: Double(resolution.width) / Double(Nanoseconds.days(7))) }
    if let surprise, surprise.score > resolution.margin {
      extend(surprise, ceiling: ceiling, isRestart: isRestart, scores: &scores)
      count(dollars)
      let margin = scores.margin(atLeast: resolution.margin, oneEvery: weeks)
      announce(surprise.score, margin: margin) { body($0, $1, end) }
    } else if incident != nil {
      count(dollars)
      incident?.quietRows += 1
      if let over = incident, over.quietRows >= resolution.deadTime {
        incident = nil
        if over.announced != nil { body(.ended, over, end) }
      }
    }
  }

  private mutating func extend(
    _ surprise: Surprise, ceiling: Double, isRestart: Bool, scores: inout ScoreHistogram
  ) {
    let old = incident?.peak
    if incident == nil {
      incident = Incident(
        began: bucket * resolution.width, peak: surprise.score, ceiling: ceiling, surprise: surprise,
        isRestart: isRestart)
    }
    incident?.quietRows = 0
    if let old, surprise.score <= old { return }
    incident?.peak = surprise.score
    incident?.surprise = surprise
    scores.raise(from: old, to: surprise.score)
  }

  private mutating func count(_ dollars: Double) {
    guard let surprise = incident?.surprise, var ceiling = incident?.ceiling else { return }
    // A habit is broken far below the ceiling of the whole week.
    if let usual = envelopes.prediction(of: surprise.feature) { ceiling = min(ceiling, usual + surprise.usual.high) }
    incident?.excess += max(0, dollars - ceiling)
  }

  private mutating func announce(_ score: Double, margin: Double, _ body: (Change, Incident) -> Void) {
    guard let announced = incident?.announced else {
      guard score > margin else { return }
      incident?.announced = score
      if let incident { body(.began, incident) }
      return
    }
    guard score > 1.5 * announced else { return }
    incident?.announced = score
    if let incident { body(.worsened, incident) }
  }

  /// The most that is usual in a bucket, in dollars: of the mean over 24 where it is judged. At
  /// least a cent.
  var usualCeiling: Double {
    max((envelopes.range(of: .mean) ?? envelopes.range(of: .value))?.high ?? 0, resolution.settings.floor)
  }
}

extension SpendDetector {
  package init(from decoder: any Decoder) throws {
    let box = try decoder.container(keyedBy: CodingKeys.self)
    resolution = try box.decode(SpendResolution.self, forKey: .resolution)
    envelopes = try box.decode(FeatureEnvelopes.self, forKey: .envelopes)
    silences = try box.decode(RecordEnvelope.self, forKey: .silences)
    emptyRows = try box.decode(Int.self, forKey: .emptyRows)
    bucket = try box.decode(Int64.self, forKey: .bucket)
    spent = NanoDollars(try box.decode(Int64.self, forKey: .spent))
    unwatched = try box.decode(Nanoseconds.self, forKey: .unwatched)
    incident = try box.decodeIfPresent(Incident.self, forKey: .incident)
    guard envelopes.settings == resolution.settings, (0...1 << 48).contains(emptyRows),
      (0...Int64.max / 4 / resolution.width).contains(bucket), (0...Int64.max / 4).contains(unwatched),
      (0...resolution.deadTime).contains(incident?.quietRows ?? 0)
    else { throw decoder.doesNotFit }
  }

  package func encode(to encoder: any Encoder) throws {
    var box = encoder.container(keyedBy: CodingKeys.self)
    try box.encode(resolution, forKey: .resolution)
    try box.encode(envelopes, forKey: .envelopes)
    try box.encode(silences, forKey: .silences)
    try box.encode(emptyRows, forKey: .emptyRows)
    try box.encode(bucket, forKey: .bucket)
    try box.encode(spent.value, forKey: .spent)
    try box.encode(unwatched, forKey: .unwatched)
    try box.encodeIfPresent(incident, forKey: .incident)
  }
}
