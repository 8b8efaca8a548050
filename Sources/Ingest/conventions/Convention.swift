/// The attribute names of one dialect.
struct Convention {
  /// A name and what it says.
  struct Name {
    var name: String
    var fact: Fact
    /// Where several names say the same, the lowest rank wins; within a rank the last.
    var rank: UInt8

    init(_ name: String, _ fact: Fact, rank: UInt8 = 0) {
      self.name = name
      self.fact = fact
      self.rank = rank
    }
  }

  /// Attributes of spans.
  var span: [Name]
  /// Attributes of resources, which hold where the span says nothing.
  var resource: [Name] = []
  /// Lists of content that are sent as one attribute an element and member: `<name>.<index>.<member>`.
  var lists: [Name] = []

  /// All dialects that are read, whichever of them a span speaks.
  static let all: [Convention] = [
    .assay, .openTelemetry, .deprecatedOpenTelemetry, .openInference, .openLLMetry, .pydanticAI,
  ]
}
