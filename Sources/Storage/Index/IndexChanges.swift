package import CallModel

/// The calls of one batch, written together with the mark that the batch has its calls.
package struct IndexedBatch<Body> {
  /// The batch's id in the journal.
  package var id: Int64
  package var received: Nanoseconds
  package var digest: UInt64
  package var spans: Int
  /// The fingerprints of its spans, by which a repeated span is recognised.
  package var fingerprints: [UInt64]
  /// The id of the first call; the others follow it one by one.
  package var firstCall: Int64
  package var calls: [CallRecord]
  /// The batch's bytes, in which the calls' ranges lie.
  package var body: Body

  package init(
    id: Int64, received: Nanoseconds, digest: UInt64, spans: Int, fingerprints: [UInt64] = [], firstCall: Int64,
    calls: [CallRecord], body: Body
  ) {
    self.id = id
    self.received = received
    self.digest = digest
    self.spans = spans
    self.fingerprints = fingerprints
    self.firstCall = firstCall
    self.calls = calls
    self.body = body
  }
}

extension IndexedBatch: Sendable where Body: Sendable {}

/// One evaluator's verdict on one call; a later one takes its place.
package struct JudgedCall: Hashable, Sendable {
  /// The call's id in the index.
  package var call: Int64
  package var evaluator: String
  package var verdict: Verdict
  package var sample: Sample
  package var at: Nanoseconds

  package init(call: Int64, evaluator: String, verdict: Verdict, sample: Sample, at: Nanoseconds) {
    self.call = call
    self.evaluator = evaluator
    self.verdict = verdict
    self.sample = sample
    self.at = at
  }
}

/// A state machine's snapshot under its own key: an alert, a throttle, an override.
package struct StateSnapshot: Hashable, Sendable {
  package var key: String
  /// JSON; nil removes the snapshot.
  package var value: [UInt8]?
  package var at: Nanoseconds

  package init(key: String, value: [UInt8]?, at: Nanoseconds) {
    self.key = key
    self.value = value
    self.at = at
  }
}

/// What one transaction of the index writes.
package struct IndexChanges<Body> {
  package var batches: [IndexedBatch<Body>] = []
  package var verdicts: [JudgedCall] = []
  package var parts: [StoredPart] = []
  package var alerts: [AlertChange] = []
  package var audit: [AuditEntry] = []
  package var states: [StateSnapshot] = []
  package var feedback: [Feedback] = []
  package var references: [ReferenceAnswer] = []

  package init() {}

  package var isEmpty: Bool {
    batches.isEmpty && verdicts.isEmpty && parts.isEmpty && alerts.isEmpty && audit.isEmpty && states.isEmpty
      && feedback.isEmpty && references.isEmpty
  }
}

extension IndexChanges: Sendable where Body: Sendable {}
