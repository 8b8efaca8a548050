extension KeyValue {
  /// Reads an attribute in the shape that encoders write: the key, then a value of one member,
  /// lengths of one or two bytes. nil for every other shape, well formed or not.
  ///
  /// Nearly all attributes pass here, at a third of the cost of the general reader.
  @inline(__always) static func readUsual(_ bytes: UnsafeRawBufferPointer, _ range: Range<UInt32>) -> KeyValue? {
    // 0a <length> key 12 <length> <member>
    let end = Int(range.upperBound)
    var position = Int(range.lowerBound)
    guard end <= bytes.count, end - position >= 6, bytes[position] == 0x0a, bytes[position + 1] < 0x80 else {
      return nil
    }
    let key = position + 2
    position = key + Int(bytes[position + 1])
    guard end - position >= 4, bytes[position] == 0x12 else { return nil }
    let keyRange = Range(uncheckedBounds: (UInt32(truncatingIfNeeded: key), UInt32(truncatingIfNeeded: position)))
    position += 1
    guard skipLength(bytes, &position, to: end), end - position >= 2 else { return nil }

    let tag = bytes[position]
    position += 1
    let value: AnyValue
    switch tag {
    case 0x0a, 0x2a:
      guard skipLength(bytes, &position, to: end) else { return nil }
      let content = Range(uncheckedBounds: (UInt32(truncatingIfNeeded: position), range.upperBound))
      value = tag == 0x0a ? .string(content) : .array(content)
    case 0x10, 0x18:
      guard let number = lastNumber(bytes, from: position, to: end) else { return nil }
      value = tag == 0x10 ? .bool(number != 0) : .int(number)
    case 0x21:
      guard end - position == 8 else { return nil }
      let bits = bytes.loadUnaligned(fromByteOffset: position, as: UInt64.self)
      value = .double(Double(bitPattern: UInt64(littleEndian: bits)))
    default: return nil
    }
    return KeyValue(key: keyRange, value: value)
  }

  /// Whether there is a length of one or two bytes that reaches just to the end; passes over it.
  @inline(__always) private static func skipLength(
    _ bytes: UnsafeRawBufferPointer, _ position: inout Int, to end: Int
  ) -> Bool {
    guard end - position >= 2 else { return false }
    let first = Int(bytes[position])
    if first < 0x80 {
      position += 1
      return first == end - position
    }
    let second = Int(bytes[position + 1])
    position += 2
    return second < 0x80 && first & 0x7f | second << 7 == end - position
  }

  /// A number of one or two bytes that ends just at the end.
  @inline(__always) private static func lastNumber(
    _ bytes: UnsafeRawBufferPointer, from position: Int, to end: Int
  ) -> Int64? {
    let first = Int64(bytes[position])
    if end - position == 1 { return first < 0x80 ? first : nil }
    guard end - position == 2, first >= 0x80 else { return nil }
    let second = Int64(bytes[position + 1])
    return second < 0x80 ? first & 0x7f | second << 7 : nil
  }
}
