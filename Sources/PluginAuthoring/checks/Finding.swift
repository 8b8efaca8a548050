package import JSON

/// What came of a check.
package struct Finding: Hashable, Sendable {
  /// Whether the plugin keeps the promise.
  package enum State: String, Sendable {
    case ok
    /// It does not, and the service would notice.
    case fails
    /// It does not, which the service never puts it to; or something is odd.
    case note
    /// It was not put to it, since something before failed.
    case skipped
  }

  package var state: State
  /// For one that holds: a figure. Else what was sent, what came, and what to do.
  package var detail: String

  static func ok(_ detail: String = "") -> Finding { Finding(state: .ok, detail: detail) }

  static func fails(sent: String, came: String, advice: String) -> Finding {
    Finding(state: .fails, detail: "sent \(sent); \(came). \(advice)")
  }

  package static func skipped(_ reason: String) -> Finding { Finding(state: .skipped, detail: reason) }

  /// The same, of a check that only advises.
  func asAdvice(_ isAdvice: Bool) -> Finding {
    isAdvice && state == .fails ? Finding(state: .note, detail: detail) : self
  }
}

/// A check with its outcome.
package struct CheckedPromise: Sendable {
  package var check: String
  package var promise: String
  package var finding: Finding

  package init(_ check: PluginCheck, _ finding: Finding) {
    self.check = check.id
    promise = check.promise
    self.finding = finding
  }

  /// For people: the state, the promise and the detail; no line break in it.
  package var line: String {
    let state = finding.state.rawValue
    let head = state + String(repeating: " ", count: max(1, 8 - state.count)) + promise
    return oneLine(finding.detail.isEmpty ? head : "\(head): \(finding.detail)")
  }

  /// For programs: `check`, `state`, `promise`, `detail`.
  package var json: JSON {
    [
      "check": .string(check), "state": .string(finding.state.rawValue), "promise": .string(promise),
      "detail": .string(finding.detail),
    ]
  }
}

/// A text that a program may have written, fit for a line on a terminal.
func oneLine(_ text: String) -> String {
  text.unicodeScalars.map { $0.value < 0x20 || (0x7F...0x9F).contains($0.value) ? "\u{FFFD}" : String($0) }.joined()
}
