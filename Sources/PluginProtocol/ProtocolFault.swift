/// What a plugin in another language did against protocol 1, with a sentence for its author.
package struct ProtocolFault: Error, Hashable, Sendable, CustomStringConvertible {
  /// The raw value is a stable code.
  package enum Kind: String, Sendable, CaseIterable {
    /// More bytes without a line feed than a line may have.
    case lineTooLong = "line_too_long"
    /// Standard output ended inside a line.
    case halfLine = "half_line"
    case invalidUTF8 = "invalid_utf8"
    case notJSON = "not_json"
    case notAnObject = "not_an_object"
    /// A member is missing or of the wrong kind.
    case wrongMember = "wrong_member"
    case wrongProtocol = "wrong_protocol"
    /// An answer before `ready`, or a second `ready`.
    case outOfOrder = "out_of_order"
  }

  /// What sort of fault it is.
  package let kind: Kind
  /// A sentence: what came, and what should have.
  package let description: String

  package init(_ kind: Kind, _ description: String) {
    self.kind = kind
    self.description = description
  }
}
