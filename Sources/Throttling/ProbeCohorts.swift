package import CallModel

/// Probes on latency that are still too young to be counted, by when their calls began.
///
/// Just after a step only the fast calls have come back: counted as they come, they would make
/// any provider look healthy. So the calls that began together are counted together, when they
/// are `patience` old and nearly all of them must be back; the few slower ones when they come.
package struct ProbeCohorts: Sendable, Codable {
  private struct Cohort: Sendable, Codable {
    var number: Int64
    var passes = 0
    var failures = 0
  }

  private static let perPatience: Int64 = 8

  /// How old a call must be to be counted; 0 counts at once.
  package private(set) var patience: Nanoseconds
  private var width: Nanoseconds { max(1, patience / Self.perPatience) }
  /// At most about ten, since older ones are counted and calls do not begin in the future.
  private var cohorts: [Cohort] = []

  init(patience: Nanoseconds) { self.patience = max(0, patience) }

  mutating func add(failed: Bool, startedAt start: Nanoseconds) {
    let number = start / width
    let place: Int
    if let known = cohorts.firstIndex(where: { $0.number == number }) {
      place = known
    } else {
      place = cohorts.count
      cohorts.append(Cohort(number: number))
    }
    if failed { cohorts[place].failures += 1 } else { cohorts[place].passes += 1 }
  }

  /// Takes out what is old enough by now.
  mutating func mature(at now: Nanoseconds) -> (passes: Int, failures: Int) {
    let last = (now - patience) / width
    var passes = 0
    var failures = 0
    cohorts.removeAll { cohort in
      guard cohort.number < last else { return false }
      passes += cohort.passes
      failures += cohort.failures
      return true
    }
    return (passes, failures)
  }

  mutating func removeAll() { cohorts = [] }
}
