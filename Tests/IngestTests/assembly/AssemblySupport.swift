import CallModel

@testable import Ingest

/// A small world around an assembler: the calls are their numbers, and so is what is remembered.
struct AssemblyWorld {
  typealias Judged = AssembledCall<Int64, Int64>

  var assembler: Assembler<Int64, Int64>
  var judged: [Judged] = []
  var now = Nanoseconds.hours(480_000)

  init(_ change: (inout AssemblyLimits) -> Void = { _ in }) {
    var limits = AssemblyLimits()
    change(&limits)
    assembler = Assembler(limits: limits)
  }

  /// A call that began at a second of its trace.
  mutating func call(
    _ id: Int64, trace: UInt64 = 1, start: Nanoseconds = .seconds(100), input: Bool = false, output: Bool = false
  ) {
    let facts = AssemblyFacts(
      id: id, trace: TraceID(high: 0, low: trace), span: span(of: id), start: start, hasInput: input,
      hasOutput: output)
    assembler.add(id, as: facts, memory: id, at: now, to: &judged)
  }

  mutating func event(_ text: String, of call: Int64, trace: UInt64 = 1, time: Nanoseconds = .seconds(100)) {
    add(.event, text, trace: trace, span: span(of: call), time: time)
  }

  mutating func retrieval(_ text: String, trace: UInt64 = 1, ended: Nanoseconds) {
    add(.retrieval, text, trace: trace, span: SpanID(7_777), time: ended)
  }

  mutating func repeated(_ text: String, of call: Int64, trace: UInt64 = 1, time: Nanoseconds = .seconds(101)) {
    add(.repeated, text, trace: trace, span: SpanID(8_888), time: time, repeating: span(of: call))
  }

  mutating func wait(_ seconds: Double) {
    now += Nanoseconds(seconds * 1e9)
    assembler.tick(at: now, to: &judged)
  }

  /// What was judged, as `1: system question` and `again 1: …`, since it was last asked.
  mutating func news() -> [String] {
    defer { judged = [] }
    return judged.map(\.summary)
  }

  private func span(of call: Int64) -> SpanID { SpanID(UInt64(truncatingIfNeeded: call)) }

  private mutating func add(
    _ kind: ContentPart.Kind, _ text: String, trace: UInt64, span: SpanID, time: Nanoseconds,
    repeating counted: SpanID? = nil
  ) {
    let part = ContentPart(
      kind: kind, trace: TraceID(high: 0, low: trace), span: span, time: time, source: .empty)
    assembler.add(part, repeating: counted, bytes: Array(text.utf8), at: now, to: &judged)
  }
}

extension AssembledCall where Call == Int64, Memory == Int64 {
  var id: Int64 {
    switch source {
    case .fresh(let call): call
    case .again(let memory): memory
    }
  }

  var texts: [String] { parts.map { String(decoding: $0.bytes, as: UTF8.self) } }
  var summary: String { ([(isAgain ? "again " : "") + "\(id):"] + texts).joined(separator: " ") }
}
