internal import Alerting
package import CallModel
internal import Logging
package import Storage
internal import Synchronization

/// Recorded calls and verdicts run through alerts and throttles as they came, at their recorded times:
/// what rules would have done, before they may do it.
///
/// The calls are those that were let through at the time. Where a throttle acted then, what it turned away
/// is not recorded, and the evidence is thinner than it would have been. The clock turns every hundredth of
/// the shortest window, from ten times a second, as the service's does, down to once.
package final class Backtest {
  private static let page = 5_000

  private let rules: [AlertRule]
  private let symbols = Symbols()
  private let recovery: Recovery
  private let measured: Measured
  private let loop: ControlLoop
  private let ledger: Ledger
  private let from: Nanoseconds
  private let to: Nanoseconds
  private let step: Nanoseconds
  private var clock: Nanoseconds = 0
  /// Verdicts on calls that have been read, given at a later moment than the clock's; latest first.
  private var later: [(judged: JudgedCall, call: StoredCall)] = []

  /// What the loop's records and the calls are written into.
  private final class Ledger: Sendable {
    let value: Mutex<FiringLedger>
    init(_ value: FiringLedger) { self.value = Mutex(value) }
  }

  /// - Parameters:
  ///   - rules: those that would have been in force.
  ///   - from, to: the history that is looked at; the longest window before it warms up.
  package init(_ rules: [AlertRule], from: Nanoseconds, to: Nanoseconds) {
    self.rules = rules
    self.from = from
    self.to = to
    let shortest = rules.map(\.window).min() ?? .minutes(10)
    step = min(max(shortest / 100, .milliseconds(100)), .seconds(1))
    let ledger = Ledger(FiringLedger(rules, from: from, to: to))
    self.ledger = ledger
    recovery = Recovery(
      symbols: symbols, decoders: DecoderPool(symbols: symbols),
      logger: Logger(label: "assay.backtest") { _ in SwiftLogNoOpLogHandler() })
    measured = Measured(rules: rules, symbols: symbols)
    // Where a throttle cuts calls by a hash, the same history gives the same result.
    loop = ControlLoop(rules: rules, measured: measured, salt: 1) { record in
      switch record {
      case .alert(let change): ledger.value.withLock { $0.observe(change) }
      case .audit(let entry): ledger.value.withLock { $0.observe(entry) }
      case .state: break
      }
    }
  }

  /// Reads the history page after page, so that a running service is not held up; it blocks on the disk.
  package func run(_ reader: IndexReader) throws(StorageError) -> BacktestReport {
    let warmUp = rules.map { max($0.window, $0.holdFor) }.max() ?? 0
    let (start, underflow) = from.subtractingReportingOverflow(warmUp)
    var cursor = CallQuery.Cursor(arrival: underflow ? .min : start - 1, id: .max)
    while true {
      let (after, end) = (cursor, to)
      let page = try reader.read { snapshot -> (calls: [StoredCall], verdicts: [JudgedCall]) in
        let calls = try snapshot.calls(following: after, until: end, limit: Self.page)
        guard let last = calls.last else { return ([], []) }
        return (calls, try snapshot.verdicts(following: after, upTo: CallQuery.Cursor(last)))
      }
      guard let last = page.calls.last else { break }
      cursor = CallQuery.Cursor(last)
      play(page.calls, page.verdicts)
    }
    advance(to: to)
    return ledger.value.withLock { $0.finish() }
  }

  private func play(_ calls: [StoredCall], _ verdicts: [JudgedCall]) {
    let byID = Dictionary(calls.map { ($0.id, $0) }) { first, _ in first }
    later += verdicts.compactMap { judged in byID[judged.call].map { (judged, $0) } }
    later.sort { $0.judged.at > $1.judged.at }
    for call in calls {
      advance(to: call.arrival)
      let record = CallRecord(call, recovery.symbols)
      measured.observe([record], at: call.arrival) { _ in call.dimensions }
      loop.observe(record) { call.dimensions }
      ledger.value.withLock { $0.observe(call.dimensions, at: call.arrival) }
    }
  }

  /// Lets time pass, with the verdicts that fall into it, in the clock's steps or in two-thousandths of a longer
  /// pause.
  private func advance(to moment: Nanoseconds) {
    guard clock > 0 else { return clock = max(clock, moment) }
    let stride = max(step, (moment - clock) / 2_000)
    while clock < moment {
      let next = min(clock + stride - clock % stride, moment)
      while let verdict = later.last, verdict.judged.at <= next {
        later.removeLast()
        judge(verdict.judged, verdict.call)
      }
      let turns = next / step > clock / step
      clock = next
      if turns { turn() }
    }
  }

  private func judge(_ judged: JudgedCall, _ call: StoredCall) {
    let judgement = Judgement(
      id: call.id, record: CallRecord(call, recovery.symbols), dimensions: call.dimensions, evaluator: judged.evaluator,
      verdict: judged.verdict, sample: judged.sample, at: max(judged.at, clock))
    measured.observe(judgement)
    loop.observe(judgement)
    ledger.value.withLock { $0.countVerdict() }
  }

  private func turn() {
    loop.turn(at: clock)
    if ledger.value.withLock({ $0.isIdle }) { return }
    let firing = loop.activeAlerts().filter { $0.state == .firing }
    ledger.value.withLock { ledger in
      for alert in firing { ledger.observe(alert.alert, alert.scope, value: alert.value.value) }
    }
  }
}
