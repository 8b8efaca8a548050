internal import CallModel
internal import Ingest
internal import NIOCore
internal import Storage

/// A batch that was decoded and is on its way to the journal and to the count.
final class Batch: Sendable {
  let body: ByteBuffer
  let signal: BatchSignal
  /// How many spans or log records it holds, of whatever kind.
  let items: Int
  let calls: [CallRecord]
  /// Content that lies beside the spans of its calls.
  let parts: [ContentPart]
  /// Verdicts that were reached elsewhere.
  let evaluations: [EvaluationReport]
  /// What recognises the same bytes when they are sent again.
  let digest: UInt64
  let arrival: Nanoseconds

  init(body: ByteBuffer, traces: TraceBatch, digest: UInt64, arrival: Nanoseconds) {
    self.body = body
    signal = .traces
    items = traces.spans
    calls = traces.calls
    parts = traces.parts
    evaluations = traces.evaluations.reports
    self.digest = digest
    self.arrival = arrival
  }

  init(body: ByteBuffer, logs: LogBatch, digest: UInt64, arrival: Nanoseconds) {
    self.body = body
    signal = .logs
    items = logs.records
    calls = []
    parts = logs.parts
    evaluations = logs.evaluations.reports
    self.digest = digest
    self.arrival = arrival
  }
}

/// What became of a batch that is on disk.
package struct IngestReceipt: Sendable {
  /// Spans, or log records that are evaluations, which were refused for good.
  package var rejected: Int
  /// What was refused or repaired, for the sender's log; nil if nothing was.
  package var message: String?
}

/// Why a batch was not taken.
package enum IngestRefusal: Error, Sendable, CustomStringConvertible {
  /// It will never be taken: do not send it again.
  case invalid(String)
  case overloaded
  case storage(String)
  case stopping

  package var description: String {
    switch self {
    case .invalid(let message): message
    case .overloaded: "too many batches are under way; send this one again"
    case .storage(let message): message
    case .stopping: "the service is stopping; send this batch again"
    }
  }

  /// The word that `assay_ingest_refused_total{reason}` counts it under.
  var reason: String {
    switch self {
    case .invalid: "invalid"
    case .overloaded: "overloaded"
    case .storage: "storage"
    case .stopping: "stopping"
    }
  }
}
