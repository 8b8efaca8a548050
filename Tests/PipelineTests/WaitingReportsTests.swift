import CallModel
import Storage
import Testing

@testable import Pipeline

/// Which call a verdict from elsewhere is found to speak of, and when.
struct WaitingReportsTests {
  private let trace = TraceID(high: 1, low: 2)

  private func report(span: UInt64 = 0, trace: TraceID = .invalid, response: UInt64? = nil) -> EvaluationReport {
    var report = EvaluationReport()
    report.name = "quality"
    report.trace = trace
    report.span = SpanID(span)
    report.response = response
    report.score = 1
    return report
  }

  private func call(_ id: Int64, span: UInt64, parent: UInt64 = 0, trace: TraceID? = nil) -> CallIdentity {
    CallIdentity(id: id, trace: trace ?? self.trace, span: SpanID(span), parent: SpanID(parent))
  }

  private func entry(_ report: EvaluationReport, at came: Nanoseconds = 0) -> WaitingReports.Entry {
    WaitingReports.Entry(evaluator: "quality", report: report, came: came)
  }

  /// What is decided of one report at a moment, when these calls are known.
  private func decided(_ report: EvaluationReport, at now: Nanoseconds, _ calls: [CallIdentity]) -> [Int64?] {
    var waiting = WaitingReports(quiet: 10, patience: 100)
    waiting.add(entry(report))
    waiting.learn(calls)
    return waiting.decide(at: now).map(\.call)
  }

  @Test func aCallsOwnSpanIsFoundAtOnceWithOrWithoutItsTrace() {
    let calls = [call(1, span: 7), call(2, span: 8)]
    #expect(decided(report(span: 8, trace: trace), at: 0, calls) == [2])
    #expect(decided(report(span: 7), at: 0, calls) == [1])
  }

  @Test func whatComesBeforeItsCallWaitsForIt() {
    var waiting = WaitingReports(quiet: 10, patience: 100)
    waiting.add(entry(report(span: 8, trace: trace)))
    #expect(waiting.decide(at: 50).isEmpty && waiting.count == 1)
    waiting.learn([call(3, span: 8)])
    #expect(waiting.decide(at: 51).map(\.call) == [3] && waiting.count == 0)
    #expect(waiting.lastCall == 3)
  }

  @Test func aSpanAroundCallsMeansTheLastOfThemOnceItIsQuiet() {
    let calls = [call(1, span: 7, parent: 5), call(2, span: 8, parent: 5)]
    #expect(decided(report(span: 5, trace: trace), at: 9, calls) == [])
    #expect(decided(report(span: 5, trace: trace), at: 10, calls) == [2])
  }

  @Test func theOnlyCallOfATraceIsMeantFromHoweverFarAbove() {
    #expect(decided(report(span: 4, trace: trace), at: 99, [call(1, span: 7, parent: 5)]) == [])
    #expect(decided(report(span: 4, trace: trace), at: 100, [call(1, span: 7, parent: 5)]) == [1])
    #expect(decided(report(span: 4, trace: trace), at: 100, [call(1, span: 7), call(2, span: 8)]) == [nil])
  }

  @Test func aWholeTraceMeansItsLastCall() {
    let calls = [call(1, span: 7), call(2, span: 8), call(3, span: 9, trace: TraceID(high: 9, low: 9))]
    #expect(decided(report(trace: trace), at: 9, calls) == [])
    #expect(decided(report(trace: trace), at: 10, calls) == [2])
  }

  @Test func aResponseIdIsAsGoodAsASpan() {
    var waiting = WaitingReports(quiet: 10, patience: 100)
    waiting.add(entry(report(response: 42)))
    waiting.learn(response: 42, of: SpanID(8))
    #expect(waiting.decide(at: 0).isEmpty)
    waiting.learn([call(5, span: 8)])
    #expect(waiting.decide(at: 0).map(\.call) == [5])
  }

  @Test func beyondTheCapacityTheOldestIsDecidedAtOnce() {
    var waiting = WaitingReports(quiet: 10, patience: 100, capacity: 2)
    for span in 1...5 { waiting.add(entry(report(span: UInt64(span)))) }
    let decided = waiting.decide(at: 0)
    #expect(decided.map(\.entry.report.span.value) == [1, 2, 3] && decided.allSatisfy { $0.call == nil })
    #expect(waiting.count == 2)
  }

  @Test func oldCallsAreForgotten() {
    var waiting = WaitingReports(quiet: 10, patience: 100, reach: 2)
    waiting.learn((1...6).map { call(Int64($0), span: UInt64($0)) })
    for span in [1, 4, 6] as [UInt64] { waiting.add(entry(report(span: span))) }
    #expect(waiting.drain().map(\.call) == [nil, 4, 6])
  }

  @Test func aChangedVerdictReplacesAndALateOneStaysOut() {
    let hour = Nanoseconds.hours(1)
    #expect(ExternalVerdict(.pass, after: nil, arrival: 0, at: hour - 1) == .counted)
    #expect(ExternalVerdict(.pass, after: nil, arrival: 0, at: hour) == .late)
    #expect(ExternalVerdict(.pass, after: (.pass, 5), arrival: 0, at: 9) == .repeated)
    #expect(ExternalVerdict(.pass, after: (.fail("no"), 5), arrival: 0, at: 2 * hour) == .replaces)
    #expect(ExternalVerdict(.pass, after: (.fail("no"), hour), arrival: 0, at: 2 * hour) == .late)
  }
}
