package import CallModel

/// What is counted over all calls, verdicts and admissions: a plain value.
///
/// The pipeline keeps it behind one lock. For a scrape it takes a copy under that lock, which
/// takes no time, and makes the snapshot of the copy after it. The two share their storage
/// until the original changes: the first record then copies the table of series (0.4 ms at the
/// limit of label sets), and the first of each series its histograms. A batch of 100 calls of
/// as many series takes 2 ms of processor right after a scrape of 100,000 series, else 0.5.
///
/// Names from the network are capped: a metric has at most `labelSets` sets of them (bounded
/// labels such as `outcome` or `type` multiply that); further ones are counted under `other`
/// and in `assay_label_folded_total`.
package struct Measurements: Sendable {
  var calls: SeriesTable<CallLabels, CallSeries>
  var clientDurations: SeriesTable<ClientDurationLabels, TracedHistogram>
  var clientTokens: SeriesTable<ClientTokenLabels, ClientTokenSeries>
  var evaluations: SeriesTable<EvaluationLabels, EvaluationSeries>
  var admissions: SeriesTable<AdmissionLabels, UInt64>
  private(set) var evaluators: [String] = []
  private var evaluatorPlaces: [String: Int] = [:]
  private var nextTrim: Nanoseconds = .min

  package init(labelSets: Int = 2_000) {
    calls = SeriesTable(capacity: labelSets)
    clientDurations = SeriesTable(capacity: labelSets)
    clientTokens = SeriesTable(capacity: labelSets)
    evaluations = SeriesTable(capacity: labelSets)
    admissions = SeriesTable(capacity: labelSets)
  }

  /// Counts one call, judged or not.
  ///
  /// A call without duration is in no latency, unknown tokens are not zero, and a call without
  /// cost is unpriced, unless it failed and reports no tokens. Spans that are no calls are not
  /// counted at all. `now` is the arrival, on which the window of the quantiles runs.
  package mutating func record(_ call: CallRecord, at now: Nanoseconds) {
    guard call.operation != .notACall else { return }
    if now >= nextTrim { trim(at: now) }
    let labels = CallLabels(route: call.route, provider: call.provider, model: call.model)
    let place = calls.place(of: labels, new: CallSeries())
    calls.series[place].record(call, at: now)
    if let duration = call.duration, duration >= 0 {
      let place = clientDurations.place(of: ClientDurationLabels(call), new: TracedHistogram())
      clientDurations.series[place].record(duration.inSeconds, AdvisedBounds.duration, call, at: now)
    }
    if !call.usage.isUnknown {
      let place = clientTokens.place(of: ClientTokenLabels(call), new: ClientTokenSeries())
      clientTokens.series[place].record(call, at: now)
    }
  }

  /// Counts one verdict, given at `now`.
  ///
  /// `weight` is that of the sample: one over the probability with which the call was judged.
  /// `evaluator` is a name of the configuration, so it is not capped.
  package mutating func record(
    _ verdict: Verdict.Kind, evaluator: String, call: CallRecord, weight: Double, at now: Nanoseconds
  ) {
    let labels = EvaluationLabels(evaluator: place(ofEvaluator: evaluator), route: call.route, model: call.model)
    let place = evaluations.place(of: labels, new: EvaluationSeries())
    evaluations.series[place].record(verdict, of: call, weight: weight, at: now)
  }

  /// Counts a verdict on a call that was judged before, with the same weight.
  package mutating func record(
    _ verdict: Verdict.Kind, inPlaceOf old: Verdict.Kind, evaluator: String, call: CallRecord, weight: Double,
    at now: Nanoseconds
  ) {
    guard old == .pass || old == .fail else {
      return record(verdict, evaluator: evaluator, call: call, weight: weight, at: now)
    }
    let labels = EvaluationLabels(evaluator: place(ofEvaluator: evaluator), route: call.route, model: call.model)
    let place = evaluations.place(of: labels, new: EvaluationSeries())
    evaluations.series[place].replace(old, by: verdict, of: call, weight: weight, at: now)
  }

  /// Counts one answer to "may this call go?".
  ///
  /// The route is untrusted; `reason` is an `Admission.cause`, one of a few words of ours.
  package mutating func record(_ decision: AdmissionDecision, route: String?, reason: String) {
    let labels = AdmissionLabels(route: route, decision: decision, reason: reason)
    admissions.series[admissions.place(of: labels, new: 0)] &+= 1
  }

  /// Frees what has left the windows of series that no call comes to any more.
  ///
  /// `record` does it once a minute; a service without traffic may call it as often.
  package mutating func trim(at now: Nanoseconds) {
    nextTrim = now + SlidingHistogram.sliceLength
    for place in calls.series.indices { calls.series[place].duration.trim(at: now) }
  }

  private mutating func place(ofEvaluator name: String) -> Int {
    if let place = evaluatorPlaces[name] { return place }
    let place = evaluators.count
    evaluators.append(name)
    evaluatorPlaces[name] = place
    return place
  }
}
