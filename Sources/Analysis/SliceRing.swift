internal import CallModel

/// The clock of a sliding window: which of its 30 slices of time is being filled.
///
/// The window moves a slice at a time, so it covers between 29/30 and 30/30 of its length. Time
/// that runs backwards (late arrivals, a clock set back) counts towards the newest slice: a
/// sample is then forgotten a little late, and no jump of the clock can leave a window deaf.
struct SliceRing: Sendable {
  static let count = 30

  private let width: Nanoseconds
  private var newest: Int64 = 0
  /// The first moment after the newest slice.
  private var end = Nanoseconds.min

  init(length: Nanoseconds) {
    width = max(1, length / Int64(Self.count))
  }

  /// Where the newest slice is kept, from 0 to 29.
  private(set) var position = 0

  /// Moves on to a moment and says how many slices, from `position` backwards, must be emptied.
  mutating func advance(to now: Nanoseconds) -> Int {
    if now < end { return 0 }
    let now = max(.min / 2, min(now, .max / 2))
    // Rounded down, also before 1970.
    let index = now >= 0 ? now / width : -((-now - 1) / width) - 1
    let steps = end == .min ? Int64(Self.count) : index - newest
    newest = index
    end = (index + 1) * width
    position = Int(((index % Int64(Self.count)) + Int64(Self.count)) % Int64(Self.count))
    return Int(min(steps, Int64(Self.count)))
  }

  /// When the newest slice began.
  var newestStart: Nanoseconds { end == .min ? .min : end - width }

  /// How many slices before the newest a moment lies; nil if it has left the window.
  func age(of moment: Nanoseconds) -> Int? {
    guard end != .min else { return nil }
    if moment >= newestStart { return 0 }
    // Rounded down: a moment just before the newest slice lies in the one before.
    let age = (newestStart - 1 - max(moment, .min / 2)) / width + 1
    return age < Int64(Self.count) ? Int(age) : nil
  }

  /// The place of the slice that lies `steps` before the newest.
  func position(back steps: Int) -> Int {
    let place = position - steps
    return place < 0 ? place + Self.count : place
  }
}

/// What windows of every kind can do, so that one table of groups serves them all.
protocol SlidingWindow: Sendable {
  /// Forgets what has left the window by `now`.
  mutating func advance(to now: Nanoseconds)
  /// Whether the window held nothing when it was last advanced.
  var isEmpty: Bool { get }
  mutating func value(at now: Nanoseconds) -> SignalValue
  mutating func removeAll()
}
