/// The messages of a trace request and their fields, by field number (opentelemetry-proto 1.x:
/// `collector/trace/v1`, `trace/v1`, `resource/v1`, `common/v1`).
///
/// Left out, and so ignored, are the `strindex` fields, which mean something in profiles only.
enum TraceMessage {
  case request, resourceSpans, resource, entityRef, scopeSpans, scope, span, event, link, status
  case keyValue, anyValue, arrayValue, keyValueList

  var fields: [TraceMessageField] {
    switch self {
    case .request: Self.requestFields
    case .resourceSpans: Self.resourceSpansFields
    case .resource: Self.resourceFields
    case .entityRef: Self.entityRefFields
    case .scopeSpans: Self.scopeSpansFields
    case .scope: Self.scopeFields
    case .span: Self.spanFields
    case .event: Self.eventFields
    case .link: Self.linkFields
    case .status: Self.statusFields
    case .keyValue: Self.keyValueFields
    case .anyValue: Self.anyValueFields
    case .arrayValue: Self.arrayValueFields
    case .keyValueList: Self.keyValueListFields
    }
  }

  /// Whether all fields are members of one oneof: at most one is set, and its default counts.
  var isOneof: Bool { self == .anyValue }

  /// Whether values nest in it: what a bound on depth counts.
  var nests: Bool { self == .arrayValue || self == .keyValueList }
}

extension TraceMessage {
  private static let requestFields: [TraceMessageField] = [
    TraceMessageField(1, "resourceSpans", .messages(.resourceSpans))
  ]

  private static let resourceSpansFields: [TraceMessageField] = [
    TraceMessageField(1, "resource", .message(.resource)),
    TraceMessageField(2, "scopeSpans", .messages(.scopeSpans)),
    TraceMessageField(3, "schemaUrl", .string),
  ]

  private static let resourceFields: [TraceMessageField] = [
    TraceMessageField(1, "attributes", .messages(.keyValue)),
    TraceMessageField(2, "droppedAttributesCount", .uint32),
    TraceMessageField(3, "entityRefs", .messages(.entityRef)),
  ]

  private static let entityRefFields: [TraceMessageField] = [
    TraceMessageField(1, "schemaUrl", .string),
    TraceMessageField(2, "type", .string),
    TraceMessageField(3, "idKeys", .strings),
    TraceMessageField(4, "descriptionKeys", .strings),
  ]

  private static let scopeSpansFields: [TraceMessageField] = [
    TraceMessageField(1, "scope", .message(.scope)),
    TraceMessageField(2, "spans", .messages(.span)),
    TraceMessageField(3, "schemaUrl", .string),
  ]

  private static let scopeFields: [TraceMessageField] = [
    TraceMessageField(1, "name", .string),
    TraceMessageField(2, "version", .string),
    TraceMessageField(3, "attributes", .messages(.keyValue)),
    TraceMessageField(4, "droppedAttributesCount", .uint32),
  ]

  private static let spanFields: [TraceMessageField] = [
    TraceMessageField(1, "traceId", .id),
    TraceMessageField(2, "spanId", .id),
    TraceMessageField(3, "traceState", .string),
    TraceMessageField(4, "parentSpanId", .id),
    TraceMessageField(5, "name", .string),
    TraceMessageField(6, "kind", .enumeration(.spanKind)),
    TraceMessageField(7, "startTimeUnixNano", .fixed64),
    TraceMessageField(8, "endTimeUnixNano", .fixed64),
    TraceMessageField(9, "attributes", .messages(.keyValue)),
    TraceMessageField(10, "droppedAttributesCount", .uint32),
    TraceMessageField(11, "events", .messages(.event)),
    TraceMessageField(12, "droppedEventsCount", .uint32),
    TraceMessageField(13, "links", .messages(.link)),
    TraceMessageField(14, "droppedLinksCount", .uint32),
    TraceMessageField(15, "status", .message(.status)),
    TraceMessageField(16, "flags", .fixed32),
  ]

  private static let eventFields: [TraceMessageField] = [
    TraceMessageField(1, "timeUnixNano", .fixed64),
    TraceMessageField(2, "name", .string),
    TraceMessageField(3, "attributes", .messages(.keyValue)),
    TraceMessageField(4, "droppedAttributesCount", .uint32),
  ]

  private static let linkFields: [TraceMessageField] = [
    TraceMessageField(1, "traceId", .id),
    TraceMessageField(2, "spanId", .id),
    TraceMessageField(3, "traceState", .string),
    TraceMessageField(4, "attributes", .messages(.keyValue)),
    TraceMessageField(5, "droppedAttributesCount", .uint32),
    TraceMessageField(6, "flags", .fixed32),
  ]

  private static let statusFields: [TraceMessageField] = [
    TraceMessageField(2, "message", .string),
    TraceMessageField(3, "code", .enumeration(.statusCode)),
  ]

  private static let keyValueFields: [TraceMessageField] = [
    TraceMessageField(1, "key", .string),
    TraceMessageField(2, "value", .message(.anyValue)),
  ]

  private static let anyValueFields: [TraceMessageField] = [
    TraceMessageField(1, "stringValue", .string),
    TraceMessageField(2, "boolValue", .bool),
    TraceMessageField(3, "intValue", .int64),
    TraceMessageField(4, "doubleValue", .double),
    TraceMessageField(5, "arrayValue", .message(.arrayValue)),
    TraceMessageField(6, "kvlistValue", .message(.keyValueList)),
    TraceMessageField(7, "bytesValue", .bytes),
  ]

  private static let arrayValueFields: [TraceMessageField] = [
    TraceMessageField(1, "values", .messages(.anyValue))
  ]

  private static let keyValueListFields: [TraceMessageField] = [
    TraceMessageField(1, "values", .messages(.keyValue))
  ]
}
