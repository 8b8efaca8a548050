internal import CallModel
internal import Sampling
internal import Storage
internal import Synchronization

extension Pipeline {
  /// Takes other options while calls go on, and returns when they hold: nothing that was sent is
  /// lost or counted otherwise than by the options that held when it was counted.
  ///
  /// What is queued for an evaluator is still judged by it. Alerts and throttles that the new rules
  /// still have go on as they are; windows of new rules are rebuilt from the store. The store's path
  /// is kept whatever the new options say.
  ///
  /// - Parameter load: reads the options, on a thread that may block; reloads take turns.
  package func reload(
    _ load: @escaping @Sendable () throws(ReloadFailure) -> PipelineOptions
  ) async throws(ReloadFailure) {
    if isStopping.load(ordering: .relaxed) { throw .stopping }
    let result = await reloads.run { () -> Result<Void, ReloadFailure> in
      Result { () throws(ReloadFailure) in try self.take(try load()) }
    }
    guard let result else { throw .busy }
    try result.get()
  }

  private func take(_ options: PipelineOptions) throws(ReloadFailure) {
    symbols.reserve(options)
    let now = wallClock()
    let known = measured.rules
    let fresh = Measured(rules: options.alerts.filter { !known.contains($0) }, symbols: symbols)
    do throws(StorageError) {
      try Recovery(symbols: symbols, decoders: decoders, logger: logger)
        .rebuildWindows(rules: fresh.rules, from: reader, into: fresh, at: now)
    } catch {
      throw .store("\(error)")
    }
    if spending.rules.budgets != options.budgets || spending.rules.limits != options.limits {
      try changeSpendControl(options, at: now)
    }
    let standing = benches.value
    let selection = Selection(
      options.evaluators, keeping: standing, defaultRate: options.sampling.rate, meter: meter)
    // Those of before judge until the new ones can: a program may take seconds to come up.
    for bench in selection.benches { bench.awaitStart() }
    let retired = standing.filter { old in !selection.benches.contains { $0 === old } }
    calls.update { state in
      state.selection = selection
      state.canaries = symbols.routes(of: options.canaries)
      state.prices = PriceBook(options.prices, symbols: symbols)
      state.sampler.adopt(options.sampling)
    }
    external.apply(options.externals, quiet: options.quiet)
    benches.replace(with: selection.benches)
    inForce.replace(with: options)
    loop.apply(options.alerts, rebuilt: fresh, at: now)
    canaries.replace(with: options.canaries, at: now)
    judge.retire(retired)
    exports.replace(with: options.exporters)
  }

  /// Nothing is counted while the new books are filled from the store, which first takes what was.
  private func changeSpendControl(_ options: PipelineOptions, at now: Nanoseconds) throws(ReloadFailure) {
    var failure: ReloadFailure?
    calls.update { _ in
      guard index.settle() else { return failure = .store("the disk does not take what was counted") }
      do throws(StorageError) {
        try spending.apply(budgets: options.budgets, limits: options.limits, from: reader, at: now)
      } catch {
        failure = .store("\(error)")
      }
    }
    if let failure { throw failure }
  }
}

/// Why new options do not hold; those of before still do.
package enum ReloadFailure: Error, Sendable {
  /// The configuration has errors: one line each.
  case invalid([String])
  case store(String)
  case stopping, busy
}
