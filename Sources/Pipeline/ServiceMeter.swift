internal import Telemetry

/// The service's own counters, made once; changing one is an atomic addition.
struct ServiceMeter: Sendable {
  let instruments = Instruments()
  let spans: Counter
  let rejectedSpans: Counter
  let logRecords: Counter
  let metricPoints: Counter
  let bytes: Counter
  let batches: Counter
  let repeatedBatches: Counter
  let repeatedCalls: Counter
  let nestedCalls: Counter
  let assembly: AssemblyMeter
  let storageErrors: Counter
  let commitSeconds: Counter
  let commits: Counter

  init() {
    spans = instruments.counter("assay_ingest_spans_total", help: "Spans received, of every kind.")
    rejectedSpans = instruments.counter(
      "assay_ingest_rejected_spans_total", help: "Spans refused alone, for invalid ids.")
    logRecords = instruments.counter("assay_ingest_log_records_total", help: "Log records received, of every kind.")
    metricPoints = instruments.counter(
      "assay_ingest_metric_points_total", help: "Data points of callers' own metrics: checked, not kept.")
    bytes = instruments.counter("assay_ingest_bytes_total", help: "Bytes of batches after decompression.")
    batches = instruments.counter("assay_ingest_batches_total", help: "Batches written to the journal.")
    repeatedBatches = instruments.counter(
      "assay_ingest_repeated_batches_total", help: "Batches that were sent again: acknowledged, not counted.")
    repeatedCalls = instruments.counter(
      "assay_ingest_repeated_calls_total", help: "Calls that were sent again in another batch: not counted.")
    nestedCalls = instruments.counter(
      "assay_ingest_nested_calls_total", help: "Call spans around or within another of the same request: not counted.")
    assembly = AssemblyMeter(instruments)
    storageErrors = instruments.counter(
      "assay_storage_errors_total", help: "Writes that the disk refused; senders keep what it was about.")
    commitSeconds = instruments.counter(
      "assay_storage_commit_seconds_total", help: "Time spent writing batches durably.", unit: 1e9)
    commits = instruments.counter(
      "assay_storage_commits_total", help: "Durable commits of the journal, each of one or more batches.")
  }

  func refused(_ refusal: IngestRefusal) {
    instruments.counter(
      "assay_ingest_refused_total", help: "Batches refused, by reason.", labels: ["reason": refusal.reason]
    ).add()
  }

  func masked(_ rule: String, _ count: Int) {
    instruments.counter(
      "assay_redactions_total", help: "What was masked before it was kept, by rule.", labels: ["rule": rule]
    ).add(count)
  }

  func repaired(_ kind: String, _ count: Int) {
    guard count > 0 else { return }
    instruments.counter(
      "assay_ingest_repairs_total", help: "Calls with something wrong that was no reason to refuse them.",
      labels: ["kind": kind]
    ).add(count)
  }
}
