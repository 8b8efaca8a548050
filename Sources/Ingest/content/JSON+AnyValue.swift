internal import CallModel
internal import JSON
internal import OTLP

extension JSON {
  /// A structured attribute value as JSON, so that content is read in one way however it came.
  ///
  /// Bytes, values that are empty and numbers that JSON cannot write become null; what is nested
  /// deeper than `AnyValue.deepest` is left out.
  init(_ value: AnyValue, in bytes: UnsafeRawBufferPointer, depth: Int = 0) {
    switch value {
    case .empty, .bytes: self = .null
    case .string(let range): self = .string(bytes.text(range))
    case .bool(let value): self = .bool(value)
    case .int(let value): self = JSON(value)
    case .double(let value): self = JSON(value)
    case .array(let range): self = depth < AnyValue.deepest ? .array(elements(range, bytes, depth)) : .null
    case .map(let range): self = depth < AnyValue.deepest ? .object(members(range, bytes, depth)) : .null
    }
  }
}

// The batch was checked when it was decoded. If these bytes are not those, reading stops early.

private func elements(_ range: Range<UInt32>, _ bytes: UnsafeRawBufferPointer, _ depth: Int) -> [JSON] {
  var elements: [JSON] = []
  var list = ProtobufReader(bytes, in: range)
  while let field = try? list.next() {
    guard case (1, .bytes(let range)) = (field.number, field.value) else { continue }
    guard let value = try? AnyValue.read(bytes, range) else { break }
    elements.append(JSON(value, in: bytes, depth: depth + 1))
  }
  return elements
}

private func members(_ range: Range<UInt32>, _ bytes: UnsafeRawBufferPointer, _ depth: Int) -> JSONObject {
  var object = JSONObject()
  var list = ProtobufReader(bytes, in: range)
  while let field = try? list.next() {
    guard case (1, .bytes(let range)) = (field.number, field.value) else { continue }
    guard let member = try? KeyValue.read(bytes, range) else { break }
    object[bytes.text(member.key)] = JSON(member.value, in: bytes, depth: depth + 1)
  }
  return object
}
