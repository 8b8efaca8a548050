// Snapshots come from a file: what does not fit together is refused, so that nothing read later is
// out of bounds.

extension RecordEnvelope: Codable {
  private enum CodingKeys: String, CodingKey {
    case longest = "m"
    case length = "l"
    case highs = "h"
    case lows = "b"
    case openHigh = "x"
    case openLow = "n"
    case openCount = "c"
  }

  package init(from decoder: any Decoder) throws {
    let box = try decoder.container(keyedBy: CodingKeys.self)
    let length = try box.decode(Int.self, forKey: .length)
    self.init(first: length, longest: try box.decode(Int.self, forKey: .longest))
    highs = try box.decode([Float].self, forKey: .highs)
    lows = try box.decode([Float].self, forKey: .lows)
    openHigh = try box.decode(Double.self, forKey: .openHigh)
    openLow = try box.decode(Double.self, forKey: .openLow)
    openCount = try box.decode(Int.self, forKey: .openCount)
    guard highs.count == lows.count, highs.count <= Self.mostBlocks, (1...1 << 20).contains(length),
      (0..<length).contains(openCount)
    else { throw decoder.doesNotFit }
    findEdges()
  }

  package func encode(to encoder: any Encoder) throws {
    var box = encoder.container(keyedBy: CodingKeys.self)
    try box.encode(longest, forKey: .longest)
    try box.encode(length, forKey: .length)
    try box.encode(highs, forKey: .highs)
    try box.encode(lows, forKey: .lows)
    try box.encode(openHigh, forKey: .openHigh)
    try box.encode(openLow, forKey: .openLow)
    try box.encode(openCount, forKey: .openCount)
  }
}

extension SeriesFeatures.Habit: Codable {
  private enum CodingKeys: String, CodingKey {
    case needed, cells, visits, surprises, typical, residual, usableHours, cell
  }

  init(from decoder: any Decoder) throws {
    let box = try decoder.container(keyedBy: CodingKeys.self)
    let cells = try box.decode([Float].self, forKey: .cells)
    profile = HabitProfile(cells: cells.count, needed: try box.decode(UInt8.self, forKey: .needed))
    profile.cells = cells
    profile.visits = try box.decode([UInt8].self, forKey: .visits)
    profile.surprises = max(0, min(try box.decode(Int.self, forKey: .surprises), 1_000_000))
    profile.typical = try box.decode(Double.self, forKey: .typical)
    residual = try box.decode(SmoothedMean.self, forKey: .residual)
    usableHours = max(0, min(try box.decode(Int.self, forKey: .usableHours), 1_000_000))
    cell = try box.decode(Int.self, forKey: .cell)
    guard [24, 168].contains(cells.count), profile.visits.count == cells.count, cells.indices.contains(cell) else {
      throw decoder.doesNotFit
    }
  }

  func encode(to encoder: any Encoder) throws {
    var box = encoder.container(keyedBy: CodingKeys.self)
    try box.encode(profile.needed, forKey: .needed)
    try box.encode(profile.cells, forKey: .cells)
    try box.encode(profile.visits, forKey: .visits)
    try box.encode(profile.surprises, forKey: .surprises)
    try box.encode(profile.typical, forKey: .typical)
    try box.encode(residual, forKey: .residual)
    try box.encode(usableHours, forKey: .usableHours)
    try box.encode(cell, forKey: .cell)
  }
}

extension SeriesFeatures: Codable {
  private enum CodingKeys: String, CodingKey {
    case rows, recent, mean, unbroken, day, week, hour, visitSum, visitRows, countsFalls
  }

  init(from decoder: any Decoder) throws {
    let box = try decoder.container(keyedBy: CodingKeys.self)
    self.init(hasHabits: false, countsFalls: try box.decode(Bool.self, forKey: .countsFalls))
    rows = try box.decode(Int.self, forKey: .rows)
    recent = try box.decode([Double].self, forKey: .recent)
    mean = try box.decode(SmoothedMean.self, forKey: .mean)
    unbroken = max(0, min(try box.decode(Int.self, forKey: .unbroken), Self.spreadRows))
    day = try box.decodeIfPresent(Habit.self, forKey: .day)
    week = try box.decodeIfPresent(Habit.self, forKey: .week)
    hour = try box.decodeIfPresent(Int64.self, forKey: .hour)
    visitSum = try box.decode(Double.self, forKey: .visitSum)
    visitRows = try box.decode(Int.self, forKey: .visitRows)
    let counts = 0...1 << 48
    guard counts.contains(rows), counts.contains(visitRows), recent.count == Self.spreadRows,
      day?.profile.cells.count ?? 24 == 24, week?.profile.cells.count ?? 168 == 168
    else { throw decoder.doesNotFit }
  }

  func encode(to encoder: any Encoder) throws {
    var box = encoder.container(keyedBy: CodingKeys.self)
    try box.encode(rows, forKey: .rows)
    try box.encode(recent, forKey: .recent)
    try box.encode(mean, forKey: .mean)
    try box.encode(unbroken, forKey: .unbroken)
    try box.encodeIfPresent(day, forKey: .day)
    try box.encodeIfPresent(week, forKey: .week)
    try box.encodeIfPresent(hour, forKey: .hour)
    try box.encode(visitSum, forKey: .visitSum)
    try box.encode(visitRows, forKey: .visitRows)
    try box.encode(countsFalls, forKey: .countsFalls)
  }
}

extension FeatureEnvelopes: Codable {
  private enum CodingKeys: String, CodingKey { case settings, features, envelopes }

  package init(from decoder: any Decoder) throws {
    let box = try decoder.container(keyedBy: CodingKeys.self)
    settings = try box.decode(Settings.self, forKey: .settings)
    features = try box.decode(SeriesFeatures.self, forKey: .features)
    envelopes = try box.decode([RecordEnvelope].self, forKey: .envelopes)
    guard envelopes.count == SeriesFeature.allCases.count, settings.hasHabits == (features.day != nil),
      settings.hasHabits == (features.week != nil)
    else { throw decoder.doesNotFit }
  }

  package func encode(to encoder: any Encoder) throws {
    var box = encoder.container(keyedBy: CodingKeys.self)
    try box.encode(settings, forKey: .settings)
    try box.encode(features, forKey: .features)
    try box.encode(envelopes, forKey: .envelopes)
  }
}

extension Decoder {
  /// What a snapshot says does not fit together.
  var doesNotFit: DecodingError {
    .dataCorrupted(DecodingError.Context(codingPath: codingPath, debugDescription: "parts that do not fit together"))
  }
}
