internal import JSON

/// One field of a message: its number on the wire, its names in JSON, and what it holds.
final class OTLPMessageField: Sendable {
  /// What a field holds; the scalars are named as in protobuf.
  enum Kind: Sendable {
    case string, bytes, bool, uint32, sint32, fixed32, fixed64, sfixed64, int64, double
    /// Bytes that OTLP/JSON writes in hex.
    case id
    case enumeration(OTLPEnumeration)
    case message(OTLPMessage)
    /// Repeated.
    case strings
    case packed(PackedNumber)
    case messages(OTLPMessage)
  }

  /// The numbers of lists that are written as one piece of bytes.
  enum PackedNumber: Sendable {
    case fixed64, double
    /// As varints.
    case uint64
  }

  /// When a scalar is written.
  enum Presence: Sendable {
    /// Unless it holds its default.
    case implicit
    /// Wherever it is set.
    case optional
    /// The same; of the oneof's fields the one that is set last.
    case oneof
  }

  let number: UInt32
  /// lowerCamelCase, as OTLP/JSON demands.
  let name: String
  /// snake_case, which is read too.
  let protoName: String
  let kind: Kind
  let presence: Presence

  init(_ number: UInt32, _ name: String, _ kind: Kind, _ presence: Presence = .implicit) {
    self.number = number
    self.name = name
    self.kind = kind
    self.presence = presence
    protoName = name.reduce(into: "") { snake, letter in
      if letter.isUppercase { snake += "_" }
      snake += letter.lowercased()
    }
  }

  /// The member of an object that sets this field: the last, where both spellings occur.
  func member(of object: JSONObject) -> JSONObject.Member? {
    let members = object.members
    var place = members.count
    while place > 0 {
      place -= 1
      if isNamed(members[place].key) { return members[place] }
    }
    return nil
  }

  /// Lengths first: nearly all other names are told apart by them.
  @inline(__always) func isNamed(_ key: String) -> Bool {
    let length = key.utf8.count
    return (length == name.utf8.count && key == name) || (length == protoName.utf8.count && key == protoName)
  }
}

/// An enum of a request. OTLP/JSON writes its numbers; names are read too.
enum OTLPEnumeration: Sendable {
  case spanKind, statusCode, severity, temporality

  /// Each at the index that is its number.
  var names: [String] {
    switch self {
    case .spanKind: Self.spanKinds
    case .statusCode: Self.statusCodes
    case .severity: Self.severities
    case .temporality: Self.temporalities
    }
  }

  private static let spanKinds = [
    "SPAN_KIND_UNSPECIFIED", "SPAN_KIND_INTERNAL", "SPAN_KIND_SERVER", "SPAN_KIND_CLIENT", "SPAN_KIND_PRODUCER",
    "SPAN_KIND_CONSUMER",
  ]
  private static let statusCodes = ["STATUS_CODE_UNSET", "STATUS_CODE_OK", "STATUS_CODE_ERROR"]
  private static let severities =
    ["SEVERITY_NUMBER_UNSPECIFIED"]
    + ["TRACE", "DEBUG", "INFO", "WARN", "ERROR", "FATAL"].flatMap { level in
      ["", "2", "3", "4"].map { "SEVERITY_NUMBER_\(level)\($0)" }
    }
  private static let temporalities = [
    "AGGREGATION_TEMPORALITY_UNSPECIFIED", "AGGREGATION_TEMPORALITY_DELTA", "AGGREGATION_TEMPORALITY_CUMULATIVE",
  ]
}
