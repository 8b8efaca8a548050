// `collector/logs/v1` and `logs/v1`.
extension OTLPMessage {
  static let logsFields: [OTLPMessageField] = [
    OTLPMessageField(1, "resourceLogs", .messages(.resourceLogs))
  ]

  static let resourceLogsFields: [OTLPMessageField] = [
    OTLPMessageField(1, "resource", .message(.resource)),
    OTLPMessageField(2, "scopeLogs", .messages(.scopeLogs)),
    OTLPMessageField(3, "schemaUrl", .string),
  ]

  static let scopeLogsFields: [OTLPMessageField] = [
    OTLPMessageField(1, "scope", .message(.scope)),
    OTLPMessageField(2, "logRecords", .messages(.logRecord)),
    OTLPMessageField(3, "schemaUrl", .string),
  ]

  static let logRecordFields: [OTLPMessageField] = [
    OTLPMessageField(1, "timeUnixNano", .fixed64),
    OTLPMessageField(2, "severityNumber", .enumeration(.severity)),
    OTLPMessageField(3, "severityText", .string),
    OTLPMessageField(5, "body", .message(.anyValue)),
    OTLPMessageField(6, "attributes", .messages(.keyValue)),
    OTLPMessageField(7, "droppedAttributesCount", .uint32),
    OTLPMessageField(8, "flags", .fixed32),
    OTLPMessageField(9, "traceId", .id),
    OTLPMessageField(10, "spanId", .id),
    OTLPMessageField(11, "observedTimeUnixNano", .fixed64),
    OTLPMessageField(12, "eventName", .string),
  ]
}
