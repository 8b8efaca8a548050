/// What is known of a keyword: in which drafts it means something, to which vocabulary it belongs
/// (Core 2020-12, section 8.1.2), and where schemas stand in it.
struct Keyword: Sendable {
  enum Subschemas: Sendable {
    case none
    case one
    /// An array of schemas.
    case list
    /// An object of schemas.
    case map
    /// One, or an array of them.
    case oneOrList
  }

  let since: Dialect.Draft
  let until: Dialect.Draft
  let vocabulary: Vocabulary
  let subschemas: Subschemas

  init(
    _ vocabulary: Vocabulary, since: Dialect.Draft = .draft4, until: Dialect.Draft = .draft2020,
    _ subschemas: Subschemas = .none
  ) {
    self.vocabulary = vocabulary
    self.since = since
    self.until = until
    self.subschemas = subschemas
  }

  static let known: [String: Keyword] = [
    "$schema": Keyword(.core), "$ref": Keyword(.core),
    "id": Keyword(.core, until: .draft4), "$id": Keyword(.core, since: .draft6),
    "$anchor": Keyword(.core, since: .draft2019),
    "$recursiveRef": Keyword(.core, since: .draft2019, until: .draft2019),
    "$recursiveAnchor": Keyword(.core, since: .draft2019, until: .draft2019),
    "$dynamicRef": Keyword(.core, since: .draft2020), "$dynamicAnchor": Keyword(.core, since: .draft2020),
    "$vocabulary": Keyword(.core, since: .draft2019), "$comment": Keyword(.core),
    "$defs": Keyword(.core, since: .draft2019, .map), "definitions": Keyword(.core, .map),

    "allOf": Keyword(.applicator, .list), "anyOf": Keyword(.applicator, .list), "oneOf": Keyword(.applicator, .list),
    "not": Keyword(.applicator, .one),
    "if": Keyword(.applicator, since: .draft7, .one), "then": Keyword(.applicator, since: .draft7, .one),
    "else": Keyword(.applicator, since: .draft7, .one),
    "properties": Keyword(.applicator, .map), "patternProperties": Keyword(.applicator, .map),
    "additionalProperties": Keyword(.applicator, .one),
    "propertyNames": Keyword(.applicator, since: .draft6, .one),
    "dependencies": Keyword(.applicator, .map),
    "dependentSchemas": Keyword(.applicator, since: .draft2019, .map),
    "prefixItems": Keyword(.applicator, since: .draft2020, .list), "items": Keyword(.applicator, .oneOrList),
    "additionalItems": Keyword(.applicator, until: .draft2019, .one),
    "contains": Keyword(.applicator, since: .draft6, .one),
    "unevaluatedItems": Keyword(.unevaluated, since: .draft2019, .one),
    "unevaluatedProperties": Keyword(.unevaluated, since: .draft2019, .one),

    "type": Keyword(.validation), "enum": Keyword(.validation), "const": Keyword(.validation, since: .draft6),
    "multipleOf": Keyword(.validation), "minimum": Keyword(.validation), "maximum": Keyword(.validation),
    "exclusiveMinimum": Keyword(.validation), "exclusiveMaximum": Keyword(.validation),
    "minLength": Keyword(.validation), "maxLength": Keyword(.validation), "pattern": Keyword(.validation),
    "minItems": Keyword(.validation), "maxItems": Keyword(.validation), "uniqueItems": Keyword(.validation),
    "minContains": Keyword(.validation, since: .draft2019), "maxContains": Keyword(.validation, since: .draft2019),
    "minProperties": Keyword(.validation), "maxProperties": Keyword(.validation), "required": Keyword(.validation),
    "dependentRequired": Keyword(.validation, since: .draft2019),

    "format": Keyword(.format),
    "contentEncoding": Keyword(.content), "contentMediaType": Keyword(.content),
    "contentSchema": Keyword(.content, since: .draft2019, .one),
    "title": Keyword(.annotation), "description": Keyword(.annotation), "default": Keyword(.annotation),
    "examples": Keyword(.annotation), "deprecated": Keyword(.annotation), "readOnly": Keyword(.annotation),
    "writeOnly": Keyword(.annotation),
  ]

  /// What to write in place of a keyword in a draft that does not have it.
  static let advice: [String: String] = [
    "$anchor": "write \"$id\": \"#name\"", "prefixItems": "write an array of items",
    "dependentRequired": "write dependencies", "dependentSchemas": "write dependencies",
    "additionalItems": "write prefixItems and items", "$recursiveRef": "write $dynamicRef",
    "$recursiveAnchor": "write $dynamicAnchor", "$dynamicRef": "name 2020-12 in $schema",
    "const": "write an enum of one", "$defs": "write definitions", "id": "write $id", "$id": "write id",
  ]
}

/// A set of keywords that a dialect has or has not (Core 2020-12, section 8.1.2).
struct Vocabulary: OptionSet, Sendable {
  let rawValue: UInt16

  static let core = Vocabulary(rawValue: 1 << 0)
  static let applicator = Vocabulary(rawValue: 1 << 1)
  static let unevaluated = Vocabulary(rawValue: 1 << 2)
  static let validation = Vocabulary(rawValue: 1 << 3)
  static let format = Vocabulary(rawValue: 1 << 4)
  static let content = Vocabulary(rawValue: 1 << 5)
  static let annotation = Vocabulary(rawValue: 1 << 6)
  /// `format` demands something, whatever the configuration says.
  static let formatAssertion = Vocabulary(rawValue: 1 << 7)

  static let all: Vocabulary = [.core, .applicator, .unevaluated, .validation, .format, .content, .annotation]

  /// Nil for a URI that is none of JSON Schema's.
  init?(uri: String) {
    guard uri.hasPrefix("https://json-schema.org/draft/20"), let name = uri.split(separator: "/").last else {
      return nil
    }
    switch name {
    case "core": self = .core
    // In 2019-09 what is unevaluated belongs to the applicators.
    case "applicator": self = uri.contains("2019-09") ? [.applicator, .unevaluated] : .applicator
    case "unevaluated": self = .unevaluated
    case "validation": self = .validation
    case "format", "format-annotation": self = .format
    case "format-assertion": self = [.format, .formatAssertion]
    case "content": self = .content
    case "meta-data": self = .annotation
    default: return nil
    }
  }

  init(rawValue: UInt16) { self.rawValue = rawValue }
}
