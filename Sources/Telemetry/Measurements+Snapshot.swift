package import CallModel

extension Measurements {
  /// All families as they stand, in a fixed order; families without points are left out.
  ///
  /// `symbols` are the tables that the recorded symbols come from. `now` bounds the window of
  /// the duration quantiles.
  package func snapshot(at now: Nanoseconds, symbols: Symbols) -> [MetricFamily] {
    callFamilies(at: now, symbols) + clientFamilies(symbols) + evaluationFamilies(symbols) + admissionFamilies()
      + foldedFamily()
  }

  private func callFamilies(at now: Nanoseconds, _ symbols: Symbols) -> [MetricFamily] {
    var outcomes: [MetricPoint] = []
    var durations: [MetricPoint] = []
    var firstTokens: [MetricPoint] = []
    var tokens: [MetricPoint] = []
    var spend: [MetricPoint] = []
    var unpriced: [MetricPoint] = []
    for (labels, series) in zip(calls.labels, calls.series) {
      let names = [
        symbols.routes.label(labels.route), symbols.providers.label(labels.provider),
        symbols.models.label(labels.model),
      ]
      for (outcome, count) in series.outcomes.seen {
        outcomes.append(MetricPoint(names + [outcome.name], count, outcome == .error ? series.latestError : nil))
      }
      if series.duration.count > 0 {
        durations.append(MetricPoint(labelValues: names, value: series.duration.value(at: now)))
      }
      if !series.timeToFirstToken.isEmpty {
        firstTokens.append(MetricPoint(names, series.timeToFirstToken, AdvisedBounds.duration))
      }
      for (type, total) in series.tokens.known {
        tokens.append(MetricPoint(labelValues: names + [type], value: .number(total.divided(by: 1))))
      }
      if let dollars = series.spend?.divided(by: 1e9) {
        spend.append(MetricPoint(labelValues: names, value: .number(dollars)))
      }
      unpriced.append(MetricPoint(names, series.unpriced))
    }
    return MetricFamily.calls.with(outcomes) + MetricFamily.durations.with(durations)
      + MetricFamily.firstTokens.with(firstTokens) + MetricFamily.tokens.with(tokens)
      + MetricFamily.spend.with(spend) + MetricFamily.unpriced.with(unpriced)
  }

  private func clientFamilies(_ symbols: Symbols) -> [MetricFamily] {
    var durations: [MetricPoint] = []
    for (labels, histogram) in zip(clientDurations.labels, clientDurations.series) {
      let error = labels.error == ClientDurationLabels.unnamedError ? "_OTHER" : symbols.errors.label(labels.error)
      let names = [
        labels.operation.name, symbols.providers.label(labels.provider), symbols.models.label(labels.model), error,
      ]
      durations.append(MetricPoint(names, histogram, AdvisedBounds.duration))
    }
    var tokens: [MetricPoint] = []
    for (labels, series) in zip(clientTokens.labels, clientTokens.series) {
      let names = [
        labels.operation.name, symbols.providers.label(labels.provider), symbols.models.label(labels.model),
      ]
      for (type, histogram) in [("input", series.input), ("output", series.output)] where !histogram.isEmpty {
        tokens.append(MetricPoint(names + [type], histogram, AdvisedBounds.tokens))
      }
    }
    return MetricFamily.clientDurations.with(durations) + MetricFamily.clientTokens.with(tokens)
  }

  private func evaluationFamilies(_ symbols: Symbols) -> [MetricFamily] {
    var verdicts: [MetricPoint] = []
    var evaluated: [MetricPoint] = []
    var failed: [MetricPoint] = []
    for (labels, series) in zip(evaluations.labels, evaluations.series) {
      let names = [
        evaluators[labels.evaluator], symbols.routes.label(labels.route), symbols.models.label(labels.model),
      ]
      for (kind, count) in series.verdicts.seen {
        verdicts.append(MetricPoint(names + [kind.name], count, kind == .fail ? series.latestFailure : nil))
      }
      evaluated.append(MetricPoint(labelValues: names, value: .number(series.evaluatedWeight)))
      failed.append(MetricPoint(labelValues: names, value: .number(series.failedWeight)))
    }
    return MetricFamily.evaluations.with(verdicts) + MetricFamily.evaluatedWeight.with(evaluated)
      + MetricFamily.failedWeight.with(failed)
  }

  private func admissionFamilies() -> [MetricFamily] {
    MetricFamily.admissions.with(
      zip(admissions.labels, admissions.series).map { labels, count in
        MetricPoint([labels.route, labels.decision.rawValue, labels.reason], count)
      })
  }

  /// Metrics that share their series are folded together, so they show the same number.
  private func foldedFamily() -> [MetricFamily] {
    let shared: [(families: [MetricFamily], folded: UInt64)] = [
      ([.calls, .durations, .firstTokens, .tokens, .spend, .unpriced], calls.folded),
      ([.clientDurations], clientDurations.folded),
      ([.clientTokens], clientTokens.folded),
      ([.evaluations, .evaluatedWeight, .failedWeight], evaluations.folded),
      ([.admissions], admissions.folded),
    ]
    return MetricFamily.foldedLabels.with(
      shared.flatMap { families, folded in families.map { MetricPoint([$0.name], folded) } })
  }
}

extension SymbolTable {
  /// The value of a label; empty, which means absent, for `Symbol.none`.
  fileprivate func label(_ symbol: Symbol) -> String { name(of: symbol) ?? "" }
}

extension MetricPoint {
  fileprivate init(_ labelValues: [String], _ count: UInt64, _ exemplar: Exemplar? = nil) {
    self.init(labelValues: labelValues, value: .number(Double(count)), exemplars: exemplar.map { [$0] } ?? [])
  }

  fileprivate init(_ labelValues: [String], _ histogram: TracedHistogram, _ bounds: [Double]) {
    self.init(
      labelValues: labelValues, value: .histogram(histogram.values, bounds: bounds), exemplars: histogram.exemplars)
  }
}
