import OTLP

/// A protobuf message read by field numbers, for looking at what was written.
struct ProtobufTree {
  private let bytes: [UInt8]

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  private func fields(_ number: UInt32) -> [ProtobufField.Value] {
    bytes.withUnsafeBytes { bytes in
      var reader = ProtobufReader(bytes)
      var found: [ProtobufField.Value] = []
      while let field = try? reader.next() {
        if field.number == number { found.append(field.value) }
      }
      return found
    }
  }

  func all(_ number: UInt32) -> [ProtobufTree] {
    fields(number).compactMap { value in
      guard case .bytes(let range) = value else { return nil }
      return ProtobufTree(Array(bytes[Int(range.lowerBound)..<Int(range.upperBound)]))
    }
  }

  func bytes(_ number: UInt32) -> [UInt8]? { all(number).last?.bytes }
  func text(_ number: UInt32) -> String? { bytes(number).map { String(decoding: $0, as: UTF8.self) } }

  /// The message at the end of a path of field numbers.
  func at(_ path: UInt32...) -> ProtobufTree? {
    path.reduce(Optional(self)) { tree, number in tree?.all(number).first }
  }

  func varint(_ number: UInt32) -> UInt64? {
    if case .varint(let value)? = fields(number).last { value } else { nil }
  }

  func fixed(_ number: UInt32) -> UInt64? {
    if case .fixed64(let value)? = fields(number).last { value } else { nil }
  }

  func double(_ number: UInt32) -> Double? { fixed(number).map { Double(bitPattern: $0) } }

  /// A sint32 or sint64.
  func sint(_ number: UInt32) -> Int64? {
    varint(number).map { Int64(bitPattern: $0 >> 1) ^ -Int64(bitPattern: $0 & 1) }
  }

  /// A packed field of numbers.
  func packed(_ number: UInt32) -> [UInt64] {
    var numbers: [UInt64] = []
    var value: UInt64 = 0
    var shift: UInt64 = 0
    for byte in bytes(number) ?? [] {
      value |= UInt64(byte & 0x7f) << shift
      shift += 7
      if byte < 0x80 {
        numbers.append(value)
        (value, shift) = (0, 0)
      }
    }
    return numbers
  }

  /// Attributes as `key=value`, text and numbers alike.
  func attributes(_ number: UInt32) -> [String: String] {
    var result: [String: String] = [:]
    for attribute in all(number) {
      guard let key = attribute.text(1), let value = attribute.at(2) else { continue }
      result[key] = value.text(1) ?? value.double(4).map { "\($0)" } ?? "?"
    }
    return result
  }
}
