internal import CallModel
internal import Ingest
internal import NIOCore
internal import Sampling
internal import Storage
internal import Telemetry

/// What happens to one durable batch: the step of the calls thread.
struct CallCounter: Sendable {
  let fingerprintKey: (UInt64, UInt64)
  let symbols: Symbols
  let measured: Measured
  let loop: ControlLoop
  let spending: SpendControl
  let meter: ServiceMeter
  /// Takes verdicts from elsewhere; nil where recorded calls are replayed.
  var external: ExternalStage?

  /// Counts a batch's calls, and says what the index keeps of it.
  func count(_ item: CallStage.Item, _ state: inout CallStage.State) -> IndexedBatch<BatchBody> {
    let batch = item.batch
    let prints = batch.calls.map { fingerprint(of: $0, key: fingerprintKey) }
    var repeated: Set<Int> = []
    state.seen.insert(prints) { repeated.insert($0) }
    meter.repeatedCalls.add(repeated.count)
    let fresh =
      repeated.isEmpty ? batch.calls : batch.calls.indices.filter { !repeated.contains($0) }.map { batch.calls[$0] }
    let fingerprints = repeated.isEmpty ? prints : prints.indices.filter { !repeated.contains($0) }.map { prints[$0] }

    for part in batch.parts { state.assembly.add(part, of: item) }
    var calls: [CallRecord] = []
    calls.reserveCapacity(fresh.count)
    for (var call, standing) in zip(fresh, state.nested.classify(fresh)) {
      call.arrival = batch.arrival
      switch standing {
      case .counted:
        call.cost = state.prices.cost(of: call)
        calls.append(call)
      case .repeats(let counted):
        meter.nestedCalls.add()
        state.assembly.add(ContentPart(repeating: call), repeating: counted, of: item)
      }
    }
    let firstCall = state.nextCall
    state.nextCall += Int64(calls.count)
    batch.body.withUnsafeReadableBytes { bytes in
      external?.offer(responsesOf: calls, in: bytes)
      measured.record(calls, at: batch.arrival) { dimensions(of: $0, in: bytes, symbols: symbols) }
      spending.observe(calls) { dimensions(of: $0, in: bytes, symbols: symbols) }
      for (position, call) in calls.enumerated() {
        let choices = choices(for: call, bytes, &state)
        state.assembly.add(call, id: firstCall + Int64(position), of: item, choices: choices)
      }
    }
    external?.offer(batch.evaluations, at: batch.arrival)
    return IndexedBatch(
      id: item.id, received: batch.arrival, digest: batch.digest, spans: batch.items, fingerprints: fingerprints,
      firstCall: firstCall, calls: calls, body: BatchBody(buffer: batch.body))
  }

  /// Whose samples hold a call.
  private func choices(
    for call: CallRecord, _ bytes: UnsafeRawBufferPointer, _ state: inout CallStage.State
  ) -> [JudgeTask.Choice] {
    if let evaluator = state.canaries[call.route] {
      // Asked to be judged; no throttle has let it through, and none learns from it.
      return state.selection.entries.filter { $0.bench.name == evaluator }.map {
        JudgeTask.Choice(bench: $0.bench, sample: Sample(stratum: .random, inclusion: 1))
      }
    }
    var known: Dimensions?
    func names() -> Dimensions {
      if let known { return known }
      let read = dimensions(of: call, in: bytes, symbols: symbols)
      known = read
      return read
    }
    loop.observe(call, dimensions: names)
    let decision = state.sampler.decide(for: call, probing: loop.isProbing(names))
    var choices: [JudgeTask.Choice] = []
    for entry in state.selection.entries {
      guard let sample = decision.sample(rate: entry.rate) else { continue }
      guard entry.on == .everything || entry.on.matches(names()) else { continue }
      choices.append(JudgeTask.Choice(bench: entry.bench, sample: sample))
    }
    return choices
  }
}

extension ContentPart {
  /// The span of a call that repeats another.
  init(repeating call: CallRecord) {
    self.init(
      kind: .repeated, trace: call.trace, span: call.span, time: call.start &+ (call.duration ?? 0), source: call.source
    )
  }
}
