internal import CallModel
internal import Spending
internal import Storage
internal import Synchronization
internal import Throttling

/// Budgets and limits, behind their locks: what calls use is added, and what is left has a say in
/// every admission.
///
/// Neither lock is held while the other, or the throttles', is waited for, but for an admission,
/// which takes the throttles' first and the limits' in it.
final class SpendControl: Sendable {
  private let budgets: Mutex<BudgetBook>
  private let limits: Mutex<LimitBook>
  /// Read for every call, so that without rules none of them takes a lock or names its caller.
  private let hasRules: Atomic<Bool>
  private let record: @Sendable (AuditEntry) -> Void

  /// - Parameter record: keeps what happened to a budget; called outside of all locks.
  init(budgets: [BudgetRule], limits: [LimitRule], record: @escaping @Sendable (AuditEntry) -> Void) {
    self.budgets = Mutex(BudgetBook(rules: budgets))
    self.limits = Mutex(LimitBook(rules: limits))
    hasRules = Atomic(!budgets.isEmpty || !limits.isEmpty)
    self.record = record
  }

  /// Calls came in.
  func observe(_ calls: [CallRecord], dimensions: (CallRecord) -> Dimensions) {
    guard hasRules.load(ordering: .relaxed), !calls.isEmpty else { return }
    var changes: [BudgetChange] = []
    let spent = calls.map { (call: $0, dimensions: dimensions($0)) }
    budgets.withLock { budgets in
      for (call, dimensions) in spent {
        guard let cost = call.cost else { continue }
        changes += budgets.spend(dimensions, cost: cost, at: call.arrival)
      }
    }
    limits.withLock { limits in
      for (call, dimensions) in spent {
        limits.arrive(dimensions, tokens: (call.usage.input ?? 0) + (call.usage.output ?? 0), at: call.arrival)
      }
    }
    for change in changes { record(change.audit) }
  }

  /// Lets time pass.
  func tick(at now: Nanoseconds) {
    guard hasRules.load(ordering: .relaxed) else { return }
    for change in budgets.withLock({ $0.tick(at: now) }) { record(change.audit) }
  }

  /// What the budgets say to a call.
  func findings(for request: AdmissionRequest, entry: PriceEntry?, at now: Nanoseconds) -> [AdmissionFinding] {
    guard hasRules.load(ordering: .relaxed) else { return [] }
    let estimate = CallEstimate(of: request, entry: entry, at: now)
    return budgets.withLock { $0.decision(for: request.dimensions, estimate: estimate, at: now).findings }
  }

  func withLimits<Result>(_ body: (inout LimitBook) -> Result) -> Result { limits.withLock { body(&$0) } }

  func states(at now: Nanoseconds) -> [BudgetState] { budgets.withLock { $0 }.states(at: now) }

  /// Takes other rules, with what was spent before as the store has it.
  ///
  /// Nothing may be counted meanwhile that the store does not have yet.
  func apply(
    budgets budgetRules: [BudgetRule], limits limitRules: [LimitRule], from index: IndexReader, at now: Nanoseconds
  ) throws(StorageError) {
    var budgets = BudgetBook(rules: budgetRules)
    var limits = LimitBook(rules: limitRules)
    if !budgetRules.isEmpty || !limitRules.isEmpty {
      let since = min(budgets.oldest(at: now), now - limits.longest)
      try index.read { snapshot in
        try snapshot.forEachSpend(since: since) { row in
          budgets.restore(row, at: now)
          if row.start + row.width > now - limits.longest { limits.restore(row, at: now) }
        }
      }
    }
    // What an earlier run said of them, it need not say again.
    _ = budgets.settle(at: now)
    let (ready, full) = (budgets, limits)
    self.budgets.withLock { $0 = ready }
    self.limits.withLock { $0 = full }
    hasRules.store(!budgetRules.isEmpty || !limitRules.isEmpty, ordering: .relaxed)
  }

  /// The rules that hold now.
  var rules: (budgets: [BudgetRule], limits: [LimitRule]) {
    (budgets.withLock { $0.rules }, limits.withLock { $0.rules })
  }
}
