package import CallModel

extension ThrottleController {
  /// A call ended in an error after so long: learns how long errors take, leaning to the longer.
  ///
  /// Good calls come back in seconds, timeouts in a minute: counted as they come, the good ones of
  /// each step would be seen alone, and the share given back before the first timeout. So a call
  /// counts when it is as old as an error takes (`ProbeCohorts`). Where that is longer than a
  /// dwell, calls that began before the last step count too: one step's evidence would else take
  /// as long as a timeout. Then a step rests on how the provider did before the step.
  package mutating func hearError(after duration: Nanoseconds) {
    guard cause == .errors else { return }
    let heard = max(0, min(duration, Self.longestError))
    let known = errorLength ?? heard
    let length = heard > known ? known + (heard - known) / 3 : known - (known - heard) / 50
    errorLength = length
    // Anew only where it matters: what waits in the cohorts is lost.
    if length > cohorts.patience / 2 * 3 || length < cohorts.patience / 2 {
      cohorts = ProbeCohorts(patience: length)
    }
  }

  /// Whether errors come back only after the next step may have been made.
  var outlastsDwell: Bool { cause == .errors && cohorts.patience > dwell }

  private static let longestError = Nanoseconds.minutes(10)
}
