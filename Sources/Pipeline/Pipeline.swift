internal import CallModel
internal import Ingest
package import Logging
internal import NIOCore
internal import Sampling
package import Storage
internal import Synchronization

/// The stages of the service, joined: from a batch's bytes to admissions.
///
/// ```
/// ingest ─▶ journal ─▶ calls ─▶ judge ─▶ loop ─▶ admit
///                        └────────┴─▶ index, exporters
/// ```
package final class Pipeline: Sendable {
  let inForce: OptionsInForce
  let logger: Logger
  let symbols = Symbols()
  let meter = ServiceMeter()
  let decoders: DecoderPool
  let digest: SipHash
  let measured: Measured
  let loop: ControlLoop
  let journal: JournalStage
  let calls: CallStage
  let judge: JudgeStage
  let external: ExternalStage
  /// The evaluators that are in force.
  let benches: BenchesInForce
  let index: IndexStage
  let exports: Exports
  let spending: SpendControl
  let references: ReferenceBook
  let reader: IndexReader
  let journalReader: JournalReader
  let queries = RequestThread("queries")
  let masking = RequestThread("masking")
  let reloads = RequestThread("reload")
  let translations = RequestThread("json")
  let isStopping = Atomic<Bool>(false)
  private let loopThread: Metronome
  private let retention: Metronome
  let canaries: CanaryStage
  /// Held as long as the pipeline lives.
  private let storeLock: StoreLock

  /// Opens the store, counts what an earlier run left uncounted, and starts the stages.
  ///
  /// It blocks on the disk for as long as that takes.
  package init(_ options: PipelineOptions, logger: Logger) throws(StorageError) {
    let inForce = OptionsInForce(options)
    self.inForce = inForce
    self.logger = logger
    symbols.reserve(options)
    storeLock = try StoreLock(path: options.path)
    let store = try Index(storeLock, symbols: symbols)
    let secrets = try StoreSecrets(store)
    let log = try Journal(storeLock, after: store.lastBatch)
    let missing = try store.recover(from: log.reader)
    let nextCall = store.nextCall
    reader = store.reader
    self.journalReader = log.reader
    digest = SipHash(key: secrets.hashKey)
    decoders = DecoderPool(symbols: symbols)
    let fingerprints = try store.reader.read { try $0.recentFingerprints(capacity: 4_000_000) }
    let digests = try Recovery.digests(store.reader, missing: missing, journal: log.reader)

    let index = IndexStage(store, meter: meter) { problem in
      logger.error("the index cannot be written; senders are told to wait", metadata: ["problem": "\(problem)"])
    }
    let exports = Exports(options.exporters, meter: meter, logger: logger)
    self.exports = exports
    let spending = SpendControl(budgets: [], limits: []) { index.keep(.audit($0), logger: logger) }
    self.spending = spending
    let measured = Measured(rules: options.alerts, symbols: symbols)
    let loop = ControlLoop(rules: options.alerts, measured: measured, salt: secrets.admissionSalt) { record in
      index.keep(record, logger: logger)
      if case .alert(let change) = record { exports.offer(change, under: inForce.value.alerts) }
    }
    let bell = Bell()
    let journalReader = log.reader
    let revision = Revision(index: store.reader, measured: measured, loop: loop)
    let references = ReferenceBook()
    self.references = references
    try store.reader.read { try references.restore(from: $0) }
    let judge = JudgeStage { [symbols, references] in
      journalReader.call($0, parts: $1, symbols: symbols).map { $0.with(references.answers(to: $0.input)) }
    } deliver: { judgements in
      for judgement in judgements { revision.record(judgement) }
      index.push(.verdicts(judgements.map(JudgedCall.init)))
      exports.offer(judgements)
      bell.ring()
    }
    let external = ExternalStage(
      ExternalDesk(options.externals, waiting: WaitingReports(quiet: options.quiet)), index: store.reader,
      symbols: symbols, meter: meter, logger: logger
    ) { verdicts in
      for found in verdicts where found.verdict != .late {
        revision.record(found.judgement, inPlaceOf: found.earlier)
      }
      index.push(.verdicts(verdicts.map { JudgedCall($0.judgement) }))
      exports.offer(verdicts.map(\.judgement))
      bell.ring()
    }
    self.external = external
    let selection = Selection(options.evaluators, defaultRate: options.sampling.rate, meter: meter)
    benches = BenchesInForce(selection.benches)
    let calls = CallStage(
      CallStage.State(
        seen: fingerprints, prices: PriceBook(options.prices, symbols: symbols),
        sampler: Sampler(policy: options.sampling, salt: secrets.samplingSalt),
        selection: selection,
        nested: NestedCalls(capacity: 400_000, key: secrets.hashKey), assembly: CallAssembly(quiet: options.quiet),
        nextCall: nextCall),
      counter: CallCounter(
        fingerprintKey: secrets.hashKey, symbols: symbols, measured: measured, loop: loop, spending: spending,
        meter: meter, external: external),
      desk: JudgeDesk(symbols: symbols, references: references, judge: judge, index: index), index: index)
    (self.index, self.measured, self.loop, self.judge, self.calls) = (index, measured, loop, judge, calls)

    let recovery = Recovery(symbols: symbols, decoders: decoders, logger: logger)
    let now = wallClock()
    try recovery.rebuildWindows(rules: options.alerts, from: store.reader, into: measured, at: now)
    try spending.apply(budgets: options.budgets, limits: options.limits, from: store.reader, at: now)
    let states = try recovery.states(from: store.reader)
    if let detectors = states.detectors { measured.restore(detectors, at: now) }
    loop.restore(alerts: states.alerts, throttles: states.throttles, at: now)
    let replayed = try recovery.replay(missing, from: log.reader) { calls.push($0, $1) }
    if replayed > 0 {
      logger.notice("counted batches that a crash had left uncounted", metadata: ["batches": "\(replayed)"])
    }

    let journal = JournalStage(journal: log, seen: digests, meter: meter) { calls.push($0, $1) }
    self.journal = journal
    loopThread = Metronome("loop", every: .milliseconds(100), rest: .milliseconds(20), bell: bell) { now in
      loop.turn(at: now)
      spending.tick(at: now)
    }
    canaries = CanaryStage(loop: loop, benches: benches)
    let reader = reader
    retention = Metronome("retention", every: .minutes(10)) { now in
      let options = inForce.value
      measured.trim(at: now)
      index.keep(measured.detectors(at: now), at: now)
      _ = journal.retain(now - options.keep, max(0, options.maxSize - reader.size))
      index.retain(now - options.keep)
    }
    exports.begin { [weak self] in
      self?.snapshot()
    } firing: { [weak self] in
      self?.firing(toldTo: $0) ?? []
    }
    calls.update { [symbols] in $0.canaries = symbols.routes(of: options.canaries) }
    canaries.start(options, at: now) { [weak self] in _ = try? await self?.ingest(ByteBuffer(bytes: $0)) }
  }

  /// Whether the system gave a thread to every stage; if not, the service must not start.
  package var isComplete: Bool {
    [
      journal.isRunning, calls.isRunning, judge.isRunning, external.isRunning, index.isRunning, queries.isRunning,
      translations.isRunning,
      masking.isRunning, reloads.isRunning, loopThread.isRunning, retention.isRunning, canaries.isRunning,
    ].allSatisfy(\.self)
  }

  /// Takes no more batches, finishes what is queued, and writes everything down.
  ///
  /// It blocks for as long as that takes; called once, after the listeners have stopped.
  package func stop() {
    isStopping.store(true, ordering: .relaxed)
    reloads.stop()
    retention.stop()
    canaries.stop()
    journal.stop()
    calls.stop()
    judge.stop()
    _ = index.settle()
    external.stop()
    for bench in benches.value { bench.stop() }
    loopThread.stop()
    loop.save(at: wallClock())
    index.keep(measured.detectors(at: wallClock()), at: wallClock())
    exports.stop()
    index.stop()
    queries.stop()
    translations.stop()
    masking.stop()
  }
}
