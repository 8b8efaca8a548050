// `collector/trace/v1` and `trace/v1`.
extension OTLPMessage {
  static let tracesFields: [OTLPMessageField] = [
    OTLPMessageField(1, "resourceSpans", .messages(.resourceSpans))
  ]

  static let resourceSpansFields: [OTLPMessageField] = [
    OTLPMessageField(1, "resource", .message(.resource)),
    OTLPMessageField(2, "scopeSpans", .messages(.scopeSpans)),
    OTLPMessageField(3, "schemaUrl", .string),
  ]

  static let scopeSpansFields: [OTLPMessageField] = [
    OTLPMessageField(1, "scope", .message(.scope)),
    OTLPMessageField(2, "spans", .messages(.span)),
    OTLPMessageField(3, "schemaUrl", .string),
  ]

  static let spanFields: [OTLPMessageField] = [
    OTLPMessageField(1, "traceId", .id),
    OTLPMessageField(2, "spanId", .id),
    OTLPMessageField(3, "traceState", .string),
    OTLPMessageField(4, "parentSpanId", .id),
    OTLPMessageField(5, "name", .string),
    OTLPMessageField(6, "kind", .enumeration(.spanKind)),
    OTLPMessageField(7, "startTimeUnixNano", .fixed64),
    OTLPMessageField(8, "endTimeUnixNano", .fixed64),
    OTLPMessageField(9, "attributes", .messages(.keyValue)),
    OTLPMessageField(10, "droppedAttributesCount", .uint32),
    OTLPMessageField(11, "events", .messages(.event)),
    OTLPMessageField(12, "droppedEventsCount", .uint32),
    OTLPMessageField(13, "links", .messages(.link)),
    OTLPMessageField(14, "droppedLinksCount", .uint32),
    OTLPMessageField(15, "status", .message(.status)),
    OTLPMessageField(16, "flags", .fixed32),
  ]

  static let eventFields: [OTLPMessageField] = [
    OTLPMessageField(1, "timeUnixNano", .fixed64),
    OTLPMessageField(2, "name", .string),
    OTLPMessageField(3, "attributes", .messages(.keyValue)),
    OTLPMessageField(4, "droppedAttributesCount", .uint32),
  ]

  static let linkFields: [OTLPMessageField] = [
    OTLPMessageField(1, "traceId", .id),
    OTLPMessageField(2, "spanId", .id),
    OTLPMessageField(3, "traceState", .string),
    OTLPMessageField(4, "attributes", .messages(.keyValue)),
    OTLPMessageField(5, "droppedAttributesCount", .uint32),
    OTLPMessageField(6, "flags", .fixed32),
  ]

  static let statusFields: [OTLPMessageField] = [
    OTLPMessageField(2, "message", .string),
    OTLPMessageField(3, "code", .enumeration(.statusCode)),
  ]
}
