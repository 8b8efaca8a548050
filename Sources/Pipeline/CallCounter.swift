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
  let judge: JudgeStage
  let meter: ServiceMeter

  struct Counted {
    var indexed: IndexedBatch<BatchBody>
    var tasks: [JudgeTask]
  }

  func count(_ item: CallStage.Item, _ state: inout CallStage.State) -> Counted {
    let batch = item.batch
    let prints = batch.decoded.calls.map { fingerprint(of: $0, key: fingerprintKey) }
    var repeated: Set<Int> = []
    state.seen.insert(prints) { repeated.insert($0) }
    meter.repeatedCalls.add(repeated.count)
    var fresh: [CallRecord] = []
    fresh.reserveCapacity(prints.count)
    for (position, var call) in batch.decoded.calls.enumerated() where !repeated.contains(position) {
      call.arrival = batch.arrival
      call.cost = state.prices.cost(of: call)
      fresh.append(call)
    }
    let fingerprints = repeated.isEmpty ? prints : prints.indices.filter { !repeated.contains($0) }.map { prints[$0] }
    let firstCall = state.nextCall
    state.nextCall += Int64(fresh.count)

    let tasks = batch.body.withUnsafeReadableBytes { bytes in
      measured.record(fresh, at: batch.arrival) { dimensions(of: $0, in: bytes, symbols: symbols) }
      return fresh.enumerated().compactMap { position, call in
        task(for: call, id: firstCall + Int64(position), bytes, &state)
      }
    }
    return Counted(
      indexed: IndexedBatch(
        id: item.id, received: batch.arrival, digest: batch.digest, spans: batch.decoded.spans,
        fingerprints: fingerprints, firstCall: firstCall, calls: fresh, body: BatchBody(buffer: batch.body)),
      tasks: tasks)
  }

  /// What the judge gets of a call, or nil if no evaluator's sample holds it.
  private func task(
    for call: CallRecord, id: Int64, _ bytes: UnsafeRawBufferPointer, _ state: inout CallStage.State
  ) -> JudgeTask? {
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
    guard !choices.isEmpty else { return nil }
    // Reading the content is the dear part, and wasted on a queue that is full.
    guard judge.hasRoom else {
      judge.refuse()
      return nil
    }
    return JudgeTask(
      id: id, record: call, call: readCall(call, in: bytes, symbols: symbols), size: Int(call.source.count),
      choices: choices)
  }
}
