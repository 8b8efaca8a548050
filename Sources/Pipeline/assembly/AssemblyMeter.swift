internal import Ingest
internal import Telemetry

/// What the assembly could not do, as counters.
struct AssemblyMeter: Sendable {
  private let droppedParts: Counter
  private let lateParts: Counter
  private let hurriedCalls: Counter
  private let missedJudgements: Counter

  init(_ instruments: Instruments) {
    droppedParts = instruments.counter(
      "assay_assembly_dropped_parts_total", help: "Parts of calls dropped for want of room.")
    lateParts = instruments.counter(
      "assay_assembly_late_parts_total", help: "Parts that came after their call was judged twice.")
    hurriedCalls = instruments.counter(
      "assay_assembly_hurried_calls_total", help: "Calls judged before their parts were all in, since too many waited.")
    missedJudgements = instruments.counter(
      "assay_assembly_missed_judgements_total", help: "Second judgements that were not made: earlier parts were gone.")
  }

  /// Adds what has come between two readings.
  func add(_ new: AssemblyCounts, since old: AssemblyCounts) {
    droppedParts.add(new.droppedParts - old.droppedParts)
    lateParts.add(new.lateParts - old.lateParts)
    hurriedCalls.add(new.hurriedCalls - old.hurriedCalls)
    missedJudgements.add(new.missedJudgements - old.missedJudgements)
  }
}
