/// Why a body is no message of Alertmanager's webhook.
package struct AlertmanagerError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The raw value is a stable code.
  package enum Code: String, Sendable, CaseIterable {
    case tooLarge = "alertmanager_too_large"
    case tooManyAlerts = "alertmanager_too_many_alerts"
    case notJSON = "alertmanager_not_json"
    case wrongVersion = "alertmanager_wrong_version"
    /// A field is missing or of another kind than documented.
    case wrongField = "alertmanager_wrong_field"
  }

  package let code: Code
  /// Names the field and says what to do.
  package let description: String
}
