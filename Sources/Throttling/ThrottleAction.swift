package import CallModel

/// A step of one throttle, with the line of the audit that it leaves.
///
/// After a `release` the alert is over: its owner resolves it and forgets the samples of its window.
package struct ThrottleAction: Sendable {
  package var kind: ThrottleStep.Kind
  package var alert: String
  package var scope: Scope
  package var audit: AuditEntry
}
