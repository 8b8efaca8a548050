// `resource/v1` and `common/v1`: what all signals share. Left out, and so ignored, are the `strindex`
// fields, which mean something in profiles only.
extension OTLPMessage {
  static let resourceFields: [OTLPMessageField] = [
    OTLPMessageField(1, "attributes", .messages(.keyValue)),
    OTLPMessageField(2, "droppedAttributesCount", .uint32),
    OTLPMessageField(3, "entityRefs", .messages(.entityRef)),
  ]

  static let entityRefFields: [OTLPMessageField] = [
    OTLPMessageField(1, "schemaUrl", .string),
    OTLPMessageField(2, "type", .string),
    OTLPMessageField(3, "idKeys", .strings),
    OTLPMessageField(4, "descriptionKeys", .strings),
  ]

  static let scopeFields: [OTLPMessageField] = [
    OTLPMessageField(1, "name", .string),
    OTLPMessageField(2, "version", .string),
    OTLPMessageField(3, "attributes", .messages(.keyValue)),
    OTLPMessageField(4, "droppedAttributesCount", .uint32),
  ]

  static let keyValueFields: [OTLPMessageField] = [
    OTLPMessageField(1, "key", .string),
    OTLPMessageField(2, "value", .message(.anyValue)),
  ]

  static let anyValueFields: [OTLPMessageField] = [
    OTLPMessageField(1, "stringValue", .string, .oneof),
    OTLPMessageField(2, "boolValue", .bool, .oneof),
    OTLPMessageField(3, "intValue", .int64, .oneof),
    OTLPMessageField(4, "doubleValue", .double, .oneof),
    OTLPMessageField(5, "arrayValue", .message(.arrayValue), .oneof),
    OTLPMessageField(6, "kvlistValue", .message(.keyValueList), .oneof),
    OTLPMessageField(7, "bytesValue", .bytes, .oneof),
  ]

  static let arrayValueFields: [OTLPMessageField] = [
    OTLPMessageField(1, "values", .messages(.anyValue))
  ]

  static let keyValueListFields: [OTLPMessageField] = [
    OTLPMessageField(1, "values", .messages(.keyValue))
  ]
}
