package import CallModel
internal import FoundationEssentials
internal import Ingest
internal import JSON
internal import NIOCore
package import OTLP
internal import Sampling
internal import Storage

/// Recorded requests run through counting, judging, alerts and throttles as they would have been
/// live, with nothing stored: the time is that of the calls themselves.
///
/// The clock stands at the latest end of a call that was seen so far, so requests should come in the
/// order in which they were sent. For one named thread, which evaluators may make wait.
package final class Replay {
  /// Something that would have happened.
  package enum Event: Sendable {
    case alert(AlertChange)
    case audit(AuditEntry)
  }

  private let counter: CallCounter
  private let decoders: DecoderPool
  private let symbols = Symbols()
  private let measured: Measured
  private let loop: ControlLoop
  private let spending: SpendControl
  private var state: CallStage.State
  private var batches: Int64 = 0
  private var clock: Nanoseconds = 0
  package private(set) var summary = ReplaySummary()

  /// - Parameter event: told what happens, in order.
  package init(_ options: PipelineOptions, event: @escaping @Sendable (Event) -> Void) {
    let meter = ServiceMeter()
    symbols.reserve(options)
    decoders = DecoderPool(symbols: symbols)
    measured = Measured(rules: options.alerts, symbols: symbols)
    spending = SpendControl(budgets: options.budgets, limits: options.limits) { event(.audit($0)) }
    // The same file gives the same result: what is secret in a service is fixed here.
    loop = ControlLoop(rules: options.alerts, measured: measured, salt: 1) { record in
      switch record {
      case .alert(let change): event(.alert(change))
      case .audit(let entry): event(.audit(entry))
      case .state: break
      }
    }
    counter = CallCounter(
      fingerprintKey: (1, 2), symbols: symbols, measured: measured, loop: loop, spending: spending, meter: meter)
    state = CallStage.State(
      seen: RecentSet(capacity: 4_000_000), prices: PriceBook(options.prices, symbols: symbols),
      sampler: Sampler(policy: options.sampling, salt: 1),
      selection: Selection(options.evaluators, defaultRate: options.sampling.rate, meter: meter),
      nested: NestedCalls(key: (1, 2)), assembly: CallAssembly(quiet: options.quiet), nextCall: 1)
  }

  /// Takes one request in protobuf.
  package func take(_ body: [UInt8], _ signal: OTLPSignal) throws(IngestRefusal) {
    summary.requests += 1
    let buffer = ByteBuffer(bytes: body)
    do throws(OTLPError) {
      switch signal {
      case .traces:
        let traces = try decoders.decode(buffer, arrival: clock)
        summary.spans += traces.spans
        summary.rejectedSpans += traces.rejectedSpans
        let latest = traces.calls.map { $0.start + ($0.duration ?? 0) }.max() ?? clock
        advance(to: min(latest, max(clock, wallClock())))
        count(Batch(body: buffer, traces: traces, digest: 0, arrival: clock))
      case .logs:
        count(Batch(body: buffer, logs: try decoders.decodeLogs(buffer, arrival: clock), digest: 0, arrival: clock))
      case .metrics: break
      }
    } catch {
      throw .invalid("\(error)")
    }
  }

  /// Takes one line of a recording: a request in OTLP/JSON, whose kind stands in it, or
  /// `{"body": "<base64 of a request in protobuf>", "signal": "traces"}`.
  package func take(json: [UInt8]) throws(IngestRefusal) {
    func holds(_ name: StaticString) -> Bool {
      name.withUTF8Buffer { name in json.withUnsafeBytes { contains($0, UnsafeRawBufferPointer(name)) } }
    }
    let signal: OTLPSignal
    if holds("\"resourceSpans\"") || holds("\"resource_spans\"") {
      signal = .traces
    } else if holds("\"resourceLogs\"") || holds("\"resource_logs\"") {
      signal = .logs
    } else if holds("\"resourceMetrics\"") || holds("\"resource_metrics\"") {
      signal = .metrics
    } else {
      return try take(recorded: json)
    }
    let body: [UInt8]
    do throws(OTLPJSONError) {
      body = try json.withUnsafeBytes { text in
        Result { () throws(OTLPJSONError) in try Ingest.protobuf(fromJSON: text, signal: signal) }
      }.get()
    } catch {
      throw .invalid("\(error)")
    }
    try take(body, signal)
  }

  private func take(recorded line: [UInt8]) throws(IngestRefusal) {
    let json: JSON
    do throws(JSONError) {
      json = try line.withUnsafeBytes { text in Result { () throws(JSONError) in try JSON(parsing: text) } }.get()
    } catch {
      throw .invalid("\(error)")
    }
    guard let text = json["body"]?.string, let body = Data(base64Encoded: text) else {
      throw .invalid("the line holds neither resourceSpans, resourceLogs or resourceMetrics, nor a body in base64")
    }
    let written = json["signal"]?.string
    guard let signal = written.map({ OTLPSignal(rawValue: $0) }) ?? .traces else {
      throw .invalid("'signal' must be one of \(OTLPSignal.allCases.map(\.rawValue).joined(separator: ", "))")
    }
    try take([UInt8](body), signal)
  }

  /// Lets the time after the last call pass, until nothing waits for it any more.
  package func finish() -> ReplaySummary {
    advance(to: clock + .minutes(1))
    state.assembly.drain()
    judge()
    loop.turn(at: clock)
    for bench in state.selection.benches { bench.stop() }
    return summary
  }

  private func count(_ batch: Batch) {
    batches += 1
    let indexed = counter.count(CallStage.Item(id: batches, batch: batch), &state)
    for call in indexed.calls { summary.add(call) }
    judge()
    loop.turn(at: clock)
  }

  /// Lets time pass in steps in which alerts and throttles have their say: of a second, or of a
  /// two-thousandth of a longer pause.
  private func advance(to moment: Nanoseconds) {
    guard clock > 0 else { return clock = max(clock, moment) }
    let step = max(.seconds(1), (moment - clock) / 2_000)
    while clock < moment {
      clock = min(clock + step, moment)
      state.assembly.tick(at: clock)
      judge()
      loop.turn(at: clock)
      spending.tick(at: clock)
    }
  }

  private func judge() {
    for judgement in state.assembly.takeReady() {
      // A second judgement would need the first request again; it is counted and not made.
      guard case .fresh(let pending) = judgement.source else {
        summary.lateParts += 1
        continue
      }
      let call = pending.call(with: judgement.parts, symbols: symbols)
      for choice in pending.choices {
        guard let verdict = choice.bench.judge([call]).first else { continue }
        let judged = Judgement(
          id: pending.id, record: pending.record, dimensions: call.dimensions, evaluator: choice.bench.name,
          verdict: verdict, sample: choice.sample, at: clock)
        summary.add(judged.verdict, of: judged.evaluator)
        measured.record(judged)
        loop.observe(judged)
      }
    }
  }
}

/// Whether some bytes stand in others.
private func contains(_ bytes: UnsafeRawBufferPointer, _ wanted: UnsafeRawBufferPointer) -> Bool {
  guard let first = wanted.first, bytes.count >= wanted.count else { return false }
  for start in 0...(bytes.count - wanted.count) where bytes[start] == first {
    if bytes[start..<start + wanted.count].elementsEqual(wanted) { return true }
  }
  return false
}
