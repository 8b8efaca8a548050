/// What an evaluator says of one call.
public struct Verdict: Hashable, Sendable {
  public enum Kind: UInt8, Sendable, CaseIterable {
    case pass, fail
    /// The evaluator has nothing to say of this call; it does not count.
    case skip
    /// The evaluator could not judge; it counts as an evaluator's failure, never as an answer's.
    case error

    public var name: String {
      switch self {
      case .pass: "pass"
      case .fail: "fail"
      case .skip: "skip"
      case .error: "error"
      }
    }
  }

  public var kind: Kind
  /// From 0 to 1, where 1 is good; nil if the evaluator does not grade.
  public var score: Double?
  /// A short word that groups verdicts of one sort: `truncated`, `refusal`.
  public var label: String?
  /// One sentence for a person.
  public var explanation: String?
  /// Half-open ranges of Unicode code points of the output.
  public var evidence: [Range<Int>]

  public init(
    _ kind: Kind, score: Double? = nil, label: String? = nil, explanation: String? = nil,
    evidence: [Range<Int>] = []
  ) {
    self.kind = kind
    self.score = score
    self.label = label
    self.explanation = explanation
    self.evidence = evidence
  }

  public static let pass = Verdict(.pass, score: 1)
  public static func fail(
    _ explanation: String, score: Double = 0, label: String? = nil, evidence: [Range<Int>] = []
  ) -> Verdict {
    Verdict(.fail, score: score, label: label, explanation: explanation, evidence: evidence)
  }
  public static func skip(_ explanation: String) -> Verdict {
    Verdict(.skip, explanation: explanation)
  }
  public static func error(_ explanation: String, label: String? = nil) -> Verdict {
    Verdict(.error, label: label, explanation: explanation)
  }
}

/// Why a call was judged, and how likely that was: verdicts are weighted by its inverse.
public struct Sample: Hashable, Sendable {
  public enum Stratum: UInt8, Sendable, CaseIterable {
    case random, error, slow, dear, newModel
    /// The call was admitted by a throttle: a probe.
    case probe
    /// The verdict was reached elsewhere, and stands for itself alone.
    case foreign

    public var name: String {
      switch self {
      case .random: "random"
      case .error: "error"
      case .slow: "slow"
      case .dear: "dear"
      case .newModel: "new_model"
      case .probe: "probe"
      case .foreign: "foreign"
      }
    }
  }

  public var stratum: Stratum
  /// Known before the verdict; above 0, at most 1.
  public var inclusion: Double

  public init(stratum: Stratum, inclusion: Double) {
    self.stratum = stratum
    self.inclusion = inclusion
  }

  public var weight: Double { 1 / inclusion }
}
