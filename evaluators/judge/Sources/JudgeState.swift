internal import CallModel
internal import Synchronization

/// What the questions of one judge share: its budget, what it answered, and how its endpoint is spoken to.
final class JudgeState: Sendable {
  private struct Content: Sendable {
    var allowance: Allowance
    var recent: RecentAnswers
    var dialect = Dialect()
    /// Until then no request is sent, for this reason.
    var closed: (until: Nanoseconds, for: JudgeFailure)?
    /// The denial of before, so that only the first of a row is logged.
    var denial: Allowance.Denial?
  }

  private let content: Mutex<Content>

  init(allowance: Allowance, recent: RecentAnswers) {
    content = Mutex(Content(allowance: allowance, recent: recent))
  }

  func answer(to key: RecentAnswers.Key) -> JudgeAnswer? {
    content.withLock { $0.recent.answer(to: key) }
  }

  func keep(_ answer: JudgeAnswer, to key: RecentAnswers.Key) {
    content.withLock { $0.recent.keep(answer, to: key) }
  }

  var dialect: Dialect {
    get { content.withLock { $0.dialect } }
    set { content.withLock { $0.dialect = newValue } }
  }

  /// What was spent in the current period of the budget.
  var spent: NanoDollars { content.withLock { $0.allowance.spent } }

  /// Takes the cost of a request; `isFirst` where it is the first denial of a row.
  func reserve(
    _ estimate: NanoDollars, at now: Nanoseconds
  ) -> (result: Result<Allowance.Reservation, Allowance.Denial>, isFirst: Bool) {
    content.withLock { content in
      let result = content.allowance.reserve(estimate, at: now)
      let before = content.denial
      content.denial = if case .failure(let denial) = result { denial } else { nil }
      return (result, content.denial != nil && content.denial != before)
    }
  }

  func settle(_ reservation: Allowance.Reservation, cost: NanoDollars) {
    content.withLock { $0.allowance.settle(reservation, cost: cost) }
  }

  /// Why no request is to be sent now; nil: it may be.
  func closure(at now: Nanoseconds) -> JudgeFailure? {
    content.withLock { content in
      guard let closed = content.closed else { return nil }
      if now < closed.until { return closed.for }
      content.closed = nil
      return nil
    }
  }

  func close(until moment: Nanoseconds, for failure: JudgeFailure) {
    content.withLock { $0.closed = (moment, failure) }
  }
}
