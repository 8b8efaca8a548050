internal import JSON
internal import OTLP

extension ProtobufWriter {
  /// Writes the fields of a message, in the order of their numbers. `depth` is how many lists
  /// and maps of one attribute it lies in.
  mutating func fields(of message: OTLPMessage, from json: JSON, depth: Int = 0) throws(JSONMismatch) {
    guard case .object(let object) = json else { throw JSONMismatch(expected: "an object", found: json) }
    let depth = message.nests ? depth + 1 : depth
    guard depth <= AnyValue.deepest else { throw .tooDeep }
    for field in message.fields(set: object) {
      guard let member = field.member(of: object), !member.value.isNull else { continue }
      try write(field, member, depth)
    }
  }

  private mutating func write(
    _ field: OTLPMessageField, _ member: JSONObject.Member, _ depth: Int
  ) throws(JSONMismatch) {
    do throws(JSONMismatch) {
      switch field.kind {
      case .message(let message):
        // Without the closure that `message(_:_:)` takes: its frames would double the stack that
        // nesting needs.
        var nested = ProtobufWriter()
        try nested.fields(of: message, from: member.value, depth: depth)
        bytes(field.number, nested.bytes)
      case .messages(let message): try messages(field.number, message, member.value, depth)
      case .strings: try strings(field.number, member.value)
      case .packed(let kind): try packed(field.number, kind, member.value)
      default: try scalar(field, member.value)
      }
    } catch {
      throw error.inside(.key(member.key))
    }
  }

  private mutating func messages(
    _ number: UInt32, _ message: OTLPMessage, _ json: JSON, _ depth: Int
  ) throws(JSONMismatch) {
    guard case .array(let elements) = json else { throw JSONMismatch(expected: "an array", found: json) }
    for (index, element) in elements.enumerated() {
      // A value that is null keeps its place in its list; nothing else has one to keep.
      if element.isNull {
        if message == .anyValue { bytes(number, EmptyCollection()) }
        continue
      }
      do throws(JSONMismatch) {
        var nested = ProtobufWriter()
        try nested.fields(of: message, from: element, depth: depth)
        bytes(number, nested.bytes)
      } catch {
        throw error.inside(.index(index))
      }
    }
  }

  private mutating func strings(_ number: UInt32, _ json: JSON) throws(JSONMismatch) {
    guard case .array(let elements) = json else { throw JSONMismatch(expected: "an array", found: json) }
    for (index, element) in elements.enumerated() where !element.isNull {
      guard case .string(let text) = element else {
        throw JSONMismatch(expected: "a string", found: element).inside(.index(index))
      }
      string(number, text)
    }
  }

  /// Writes a scalar; one that holds the default is left out, unless its presence counts.
  private mutating func scalar(_ field: OTLPMessageField, _ json: JSON) throws(JSONMismatch) {
    let number = field.number
    let presenceCounts = field.presence != .implicit
    switch field.kind {
    case .string:
      guard case .string(let text) = json else { throw JSONMismatch(expected: "a string", found: json) }
      if presenceCounts || !text.isEmpty { string(number, text) }
    case .id:
      guard case .string(let text) = json else { throw JSONMismatch(expected: "an id in hex", found: json) }
      let id = text.hexBytes
      if presenceCounts || !id.isEmpty { bytes(number, id) }
    case .bytes:
      guard let content = json.string?.base64Bytes else { throw JSONMismatch(expected: "base64", found: json) }
      if presenceCounts || !content.isEmpty { bytes(number, content) }
    case .bool:
      guard case .bool(let value) = json else { throw JSONMismatch(expected: "true or false", found: json) }
      if presenceCounts || value { varint(number, value ? 1 : 0) }
    case .double:
      guard let value = json.protobufDouble else { throw JSONMismatch(expected: "a number", found: json) }
      if presenceCounts || value.bitPattern != 0 { double(number, value) }
    case .int64:
      let value: Int64 = try whole(json)
      if presenceCounts || value != 0 { int(number, value) }
    case .uint32:
      let value: UInt32 = try whole(json)
      if presenceCounts || value != 0 { varint(number, UInt64(value)) }
    case .sint32:
      let value: Int32 = try whole(json)
      if presenceCounts || value != 0 { sint(number, value) }
    case .fixed32:
      let value: UInt32 = try whole(json)
      if presenceCounts || value != 0 { fixed32(number, value) }
    case .fixed64:
      let value: UInt64 = try whole(json)
      if presenceCounts || value != 0 { fixed64(number, value) }
    case .sfixed64:
      let value: Int64 = try whole(json)
      if presenceCounts || value != 0 { fixed64(number, UInt64(bitPattern: value)) }
    case .enumeration(let names):
      let value = try constant(of: names, json)
      if presenceCounts || value != 0 { int(number, Int64(value)) }
    case .message, .messages, .strings, .packed: break
    }
  }
}

extension ProtobufWriter {
  /// Writes a list of numbers; null has no meaning in one.
  fileprivate mutating func packed(
    _ number: UInt32, _ kind: OTLPMessageField.PackedNumber, _ json: JSON
  ) throws(JSONMismatch) {
    guard case .array(let elements) = json else { throw JSONMismatch(expected: "an array", found: json) }
    if elements.isEmpty { return }
    var numbers = PackedNumbers()
    for (index, element) in elements.enumerated() {
      do throws(JSONMismatch) {
        switch kind {
        case .fixed64: numbers.fixed64(try whole(element))
        case .uint64: numbers.varint(try whole(element))
        case .double:
          guard let value = element.protobufDouble else { throw JSONMismatch(expected: "a number", found: element) }
          numbers.fixed64(value.bitPattern)
        }
      } catch {
        throw error.inside(.index(index))
      }
    }
    bytes(number, numbers.bytes)
  }
}

extension OTLPMessage {
  /// The fields that an object may set: of a oneof only the last one, as the wire format has it.
  fileprivate func fields(set object: JSONObject) -> [OTLPMessageField] {
    guard hasOneof else { return fields }
    let chosen = object.members.lazy.reversed().compactMap { member in
      member.value.isNull ? nil : fields.first { $0.presence == .oneof && $0.isNamed(member.key) }
    }.first
    return fields.filter { $0.presence != .oneof || $0 === chosen }
  }
}

private func whole<Number: FixedWidthInteger>(_ json: JSON) throws(JSONMismatch) -> Number {
  guard let number = json.integer(Number.self) else {
    throw JSONMismatch(expected: "a whole number from \(Number.min) to \(Number.max)", found: json)
  }
  return number
}

/// Numbers without a name are kept: a later version may have given them one.
private func constant(of names: OTLPEnumeration, _ json: JSON) throws(JSONMismatch) -> Int32 {
  if case .string(let text) = json, let value = names.names.firstIndex(of: text) { return Int32(value) }
  guard let value = json.integer(Int32.self) else {
    throw JSONMismatch(expected: "a whole number or one of \(names.names.joined(separator: ", "))", found: json)
  }
  return value
}
