extension JSON {
  /// The bytes that a value takes up in its JSON text, without white space around it.
  ///
  /// - Parameters:
  ///   - pointer: which value, counted from the value that starts at `start`.
  ///   - bytes: a text of which that value has been read before.
  /// - Returns: nil if there is no such value. Of a key that is written twice, the last counts.
  package static func span(
    of pointer: JSONPointer, in bytes: UnsafeRawBufferPointer, from start: Int
  ) -> Range<Int>? {
    var span = valueSpan(in: bytes, from: start)
    for token in pointer.tokens {
      guard let container = span else { return nil }
      span = childSpan(token, of: container, in: bytes)
    }
    return span
  }
}

private func valueSpan(in bytes: UnsafeRawBufferPointer, from start: Int) -> Range<Int>? {
  let first = skipWhitespace(in: bytes, from: start)
  guard let end = try? JSON.prefix(of: bytes, from: first).end else { return nil }
  return first..<end
}

private func childSpan(_ token: String, of container: Range<Int>, in bytes: UnsafeRawBufferPointer) -> Range<Int>? {
  let isObject = bytes[container.lowerBound] == UInt8(ascii: "{")
  guard isObject || bytes[container.lowerBound] == UInt8(ascii: "[") else { return nil }
  let wanted = isObject ? nil : arrayIndex(token)
  var found: Range<Int>?
  var place = 0
  var position = container.lowerBound + 1
  // Each turn reads one member or element, then steps over its comma or the closing bracket.
  while position < container.upperBound - 1 {
    var isWanted = place == wanted
    if isObject {
      guard let key = try? JSON.prefix(of: bytes, from: position) else { return found }
      isWanted = key.value == .string(token)
      position = skipWhitespace(in: bytes, from: key.end) + 1
    }
    guard let span = valueSpan(in: bytes, from: position) else { return found }
    if isWanted { found = span }
    place += 1
    position = skipWhitespace(in: bytes, from: span.upperBound) + 1
  }
  return found
}

private func skipWhitespace(in bytes: UnsafeRawBufferPointer, from start: Int) -> Int {
  bytes.indices[min(start, bytes.count)...].first { ![0x20, 0x09, 0x0A, 0x0D].contains(bytes[$0]) } ?? bytes.count
}
