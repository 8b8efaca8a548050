internal import Analysis

/// A stretch of a series that was out of what is usual.
struct SeriesIncident: CustomStringConvertible {
  /// As the series writes them: of the row that raised the alarm, and of the last row out.
  var first: String
  var last: String
  /// Of its row farthest out.
  var worst: Surprise

  var description: String {
    let usual = "\(short(worst.usual.low)) to \(short(worst.usual.high))"
    return
      "\(first) to \(last): \(worst.feature.title) \(short(worst.value)), lately \(usual) (score \(short(worst.score)))"
  }
}

/// Joins rows that are out to incidents.
struct SeriesIncidents {
  private var open: SeriesIncident?

  /// The incident that ends where this row begins another.
  mutating func take(_ judgement: SeriesDetector.Judgement, at timestamp: ArraySlice<UInt8>) -> SeriesIncident? {
    guard let surprise = judgement.surprise, surprise.score > SeriesDetector.margin else { return nil }
    let time = String(decoding: timestamp, as: UTF8.self)
    if judgement.isAlarm {
      defer { open = SeriesIncident(first: time, last: time, worst: surprise) }
      return open
    }
    open?.last = time
    if let worst = open?.worst, surprise.score > worst.score { open?.worst = surprise }
    return nil
  }

  /// The incident that was still open.
  mutating func finish() -> SeriesIncident? {
    defer { open = nil }
    return open
  }
}

extension SeriesFeature {
  fileprivate var title: String {
    switch self {
    case .value: "the value was"
    case .median: "the median of three rows was"
    case .mean: "the mean of about 24 rows was"
    case .jump: "it changed from one row to the next by"
    case .spread: "the standard deviation of 12 rows was"
    case .hourOfDay: "beside what is usual at this hour of the day it was"
    case .hourOfWeek: "beside what is usual at this hour of the week it was"
    }
  }
}

/// With four digits that count.
private func short(_ number: Double) -> String {
  guard number != 0, number.isFinite, abs(number) < 1e15, abs(number) > 1e-9 else { return "\(number)" }
  var scale = 1.0
  while abs(number) * scale < 1_000, scale < 1e13 { scale *= 10 }
  let rounded = (number * scale).rounded() / scale
  return rounded == rounded.rounded() ? "\(Int64(rounded))" : "\(rounded)"
}
