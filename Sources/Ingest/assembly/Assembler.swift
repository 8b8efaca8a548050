package import CallModel

/// Joins calls with the content that arrives beside their spans: log events, retrievals, and
/// call spans that repeat them (DESIGN 3, Assembly).
///
/// **When a call is judged.** At once if its own span carries input and output; else when nothing
/// has come for it for `quiet`, counted from its own arrival and from each of its parts. There is
/// no shorter way: messages, choices (of which there may be several) and the span travel in
/// batches of their own, so that neither of them says that it is the last.
///
/// **With what.** Its own events and repeated spans, unless its span is complete: content on the
/// span wins, so they would change nothing, and some instrumentations always send both. And the
/// retrievals of its trace that ended before it began.
///
/// **Once more, never twice more.** A part that comes after the judgement makes a second one,
/// when again nothing has come for `quiet`, with all parts of the first; what comes after that is
/// counted in `counts.lateParts`. A second judgement that would see less than the first is not
/// made (`counts.missedJudgements`).
///
/// A value owned by one thread, the clock an argument; it may be set back. What is done is
/// appended to `judgements`, in the order in which it must be carried out. Of one batch, hand in
/// the parts before the calls.
///
/// - `Call`: kept while the call waits, so it may hold content.
/// - `Memory`: kept for `AssemblyLimits.judgedAge` after the first judgement; small, what it
///   takes to read the call again.
package struct Assembler<Call: Sendable, Memory: Sendable>: Sendable {
  private var book: AssemblyBook
  /// The calls that wait, by their place in the book.
  private var waiting: [(call: Call, memory: Memory)?] = []
  /// Of the calls that were judged, by their number in the book.
  private var memories = NumberedQueue<Memory>()
  private var decisions: [AssemblyBook.Decision] = []

  package init(limits: AssemblyLimits = AssemblyLimits()) { book = AssemblyBook(limits: limits) }

  /// Takes a call that is to be judged. Every call that is added is handed out once or twice.
  ///
  /// - Parameter memory: what its second judgement will be given in place of the call.
  package mutating func add(
    _ call: Call, as facts: AssemblyFacts, memory: Memory, at now: Nanoseconds,
    to judgements: inout [AssembledCall<Call, Memory>]
  ) {
    if let place = book.add(facts, at: now, to: &decisions) {
      while waiting.count <= place { waiting.append(nil) }
      waiting[place] = (call, memory)
    }
    carryOut(adding: (call, memory), to: &judgements)
  }

  /// Takes a part, before or after its call.
  ///
  /// - Parameters:
  ///   - counted: of a repeated span, the counted call that it repeats (`NestedCalls`).
  ///   - bytes: the part's message; asked only if it is kept, and copied then.
  package mutating func add(
    _ part: ContentPart, repeating counted: SpanID? = nil, bytes: @autoclosure () -> [UInt8], at now: Nanoseconds,
    to judgements: inout [AssembledCall<Call, Memory>]
  ) {
    book.add(part, of: counted ?? part.span, bytes: bytes, at: now, to: &decisions)
    carryOut(adding: nil, to: &judgements)
  }

  /// Frees the parts that have come for a call that is in no sample; it need not be called.
  package mutating func dismiss(trace: TraceID, span: SpanID) { book.dismiss(trace, span) }

  /// Hands out every call for which it has been quiet long enough.
  package mutating func tick(at now: Nanoseconds, to judgements: inout [AssembledCall<Call, Memory>]) {
    book.tick(at: now, to: &decisions)
    carryOut(adding: nil, to: &judgements)
  }

  /// Hands out everything that waits, as it is.
  package mutating func drain(to judgements: inout [AssembledCall<Call, Memory>]) {
    book.drain(to: &decisions)
    carryOut(adding: nil, to: &judgements)
  }

  /// When `tick` will have something to do; nil if nothing waits.
  package var nextDeadline: Nanoseconds? { book.nextDeadline }
  /// Calls that wait for their first judgement, and for their second.
  package var waitingCalls: (first: Int, second: Int) { (book.fresh.count, book.again.count) }
  /// What the kept parts take, in bytes.
  package var partBytes: Int { book.parts.size }
  package var counts: AssemblyCounts { book.counts }

  private mutating func carryOut(
    adding added: (call: Call, memory: Memory)?, to judgements: inout [AssembledCall<Call, Memory>]
  ) {
    if decisions.isEmpty { return }
    for decision in decisions {
      switch decision.source {
      case .added:
        guard let added else { continue }
        remember(added.memory, of: decision)
        judgements.append(AssembledCall(source: .fresh(added.call), facts: decision.facts, parts: decision.parts))
      case .waited(let place):
        guard let waited = waiting[place].take() else { continue }
        remember(waited.memory, of: decision)
        judgements.append(AssembledCall(source: .fresh(waited.call), facts: decision.facts, parts: decision.parts))
      case .again(let number):
        guard let memory = memories[number] else { continue }
        judgements.append(AssembledCall(source: .again(memory), facts: decision.facts, parts: decision.parts))
      }
    }
    decisions.removeAll(keepingCapacity: true)
    while memories.first < book.judged.first, memories.popFirst() != nil {}
  }

  /// The book numbers its calls as they are decided, so both queues go in step.
  private mutating func remember(_ memory: Memory, of decision: AssemblyBook.Decision) {
    if decision.isRemembered { memories.append(memory) }
  }
}
