package import CallModel

/// What an event began or ended: an alarm of one scope and stratum of a sequential rule.
package struct ShiftFinding: Sendable, Hashable {
  package enum Event: Sendable, Hashable {
    case raised(ShiftAlarm)
    /// The test that closes alarms has found the signal well.
    case ended
  }

  package var scope: Scope
  package var stratum: UInt8
  package var event: Event
}
