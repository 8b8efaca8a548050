internal import CallModel
internal import Ingest
internal import NIOCore

/// The assembly as the calls thread uses it: which calls wait for their content, and what becomes of
/// them then.
struct CallAssembly: Sendable {
  typealias Judgements = [AssembledCall<PendingCall, JudgedMemory>]

  /// Bytes of calls that may wait; beyond it a call is judged with what is there.
  static let waitingBytes = 32 << 20

  private var assembler: Assembler<PendingCall, JudgedMemory>
  private var waitingBytes = 0
  private var reported = AssemblyCounts()
  /// Calls to be handed on, in their order.
  private(set) var ready: Judgements = []

  init(quiet: Nanoseconds) {
    var limits = AssemblyLimits()
    limits.quiet = quiet
    assembler = Assembler(limits: limits)
  }

  /// Takes a piece of content, of which the call may have come or not.
  ///
  /// - Parameter counted: of a span that repeats a call, the counted one.
  mutating func add(_ part: ContentPart, repeating counted: SpanID? = nil, of item: CallStage.Item) {
    var part = part
    part.batch = item.id
    assembler.add(
      part, repeating: counted,
      bytes: item.batch.body.withUnsafeReadableBytes { bytes in
        part.source.bounds.upperBound <= bytes.count ? [UInt8](bytes[part.source.bounds]) : []
      }, at: item.batch.arrival, to: &ready)
  }

  /// Takes a counted call. One that nobody judges waits too if its content may come beside its span,
  /// so that it can be shown.
  mutating func add(_ record: CallRecord, id: Int64, of item: CallStage.Item, choices: [JudgeTask.Choice]) {
    let isComplete = record.hasInput && (record.hasOutput || record.outcome == .error)
    if isComplete, choices.isEmpty { return assembler.dismiss(trace: record.trace, span: record.span) }
    let waits = !isComplete && waitingBytes < Self.waitingBytes
    let call = PendingCall(id: id, record: record, of: item.batch, choices: choices, waits: waits)
    waitingBytes += call.size
    assembler.add(
      call,
      as: AssemblyFacts(
        id: id, trace: record.trace, span: record.span, start: record.start, hasInput: !waits, hasOutput: !waits),
      memory: JudgedMemory(id: id, batch: item.id, record: record, choices: choices), at: item.batch.arrival,
      to: &ready)
  }

  mutating func tick(at now: Nanoseconds) { assembler.tick(at: now, to: &ready) }

  /// Hands out everything that waits, as it is.
  mutating func drain() { assembler.drain(to: &ready) }

  mutating func takeReady() -> Judgements {
    defer { ready.removeAll(keepingCapacity: true) }
    for case .fresh(let call) in ready.lazy.map(\.source) { waitingBytes -= call.size }
    return ready
  }

  /// How many calls wait.
  var waiting: Int { assembler.waitingCalls.first + assembler.waitingCalls.second }

  mutating func report(to meter: AssemblyMeter) {
    let counts = assembler.counts
    guard counts != reported else { return }
    meter.add(counts, since: reported)
    reported = counts
  }
}
