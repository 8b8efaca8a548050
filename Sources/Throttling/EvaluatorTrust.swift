internal import CallModel

/// Whether an evaluator can be believed, by how it judges golden questions: those whose answers
/// are known to be good.
///
/// A quality alarm is either a provider that got worse or an evaluator that did. So at an alarm
/// some golden questions are asked at once (a challenge). What was heard before says nothing about
/// now and is forgotten then; each later answer makes the earlier ones count 0.85 times as much.
package struct EvaluatorTrust: Sendable, Codable {
  /// How many golden questions a challenge asks at once.
  package static let questions = 5
  /// While a challenge is out no throttle on quality goes below this share.
  static let shareMeanwhile = 0.5
  /// How long a challenge is waited for: the dwell, within these.
  static let shortestWait = Nanoseconds.seconds(6)
  static let longestWait = Nanoseconds.seconds(30)

  private static let decay = 0.85
  private static let distrustAbove = 0.60
  private static let trustBelow = 0.25
  /// Three answers: 1 + 0.85 + 0.85².
  private static let leastWeight = 2.5

  package private(set) var isDistrusted = false
  /// How many answers of the challenge are still to come; 0 is none out.
  private(set) var outstanding = 0
  private(set) var deadline: Nanoseconds = 0
  private var failed = 0.0
  private var weight = 0.0
  private(set) var answers = 0
  private(set) var failures = 0

  package enum Change: Sendable {
    case distrusted, trusted
  }

  /// Asks: the answers of before are forgotten.
  mutating func challenge(within wait: Nanoseconds, at now: Nanoseconds) {
    outstanding = Self.questions
    deadline = now + max(Self.shortestWait, min(wait, Self.longestWait))
    (failed, weight, answers, failures) = (0, 0, 0, 0)
  }

  /// A golden question was judged.
  mutating func answer(failed isFailed: Bool) -> Change? {
    failed = failed * Self.decay + (isFailed ? 1 : 0)
    weight = weight * Self.decay + 1
    answers = min(answers + 1, 1_000_000)
    failures = min(failures + (isFailed ? 1 : 0), 1_000_000)
    outstanding = max(0, outstanding - 1)
    guard weight > Self.leastWeight else { return nil }
    if !isDistrusted, ratio > Self.distrustAbove {
      isDistrusted = true
      return .distrusted
    }
    if isDistrusted, ratio < Self.trustBelow {
      isDistrusted = false
      return .trusted
    }
    return nil
  }

  /// Whether a challenge is out that may still be answered in time.
  func isChallenged(at now: Nanoseconds) -> Bool { outstanding > 0 && now < deadline }

  /// Whether one that was read back can be used.
  func isSound(at now: Nanoseconds) -> Bool {
    [failed, weight].allSatisfy { $0.isFinite && $0 >= 0 } && failed <= weight && answers >= 0 && failures >= 0
      && (0...Self.questions).contains(outstanding) && deadline >= 0 && deadline - Self.longestWait <= now
  }

  /// The weighted share of golden questions that it failed.
  var ratio: Double { weight > 0 ? failed / weight : 0 }

  /// What was heard, as a clause.
  var tally: String {
    "\(failures) of \(answers) golden questions failed since the last challenge, lately \(percent(ratio))"
  }
}
