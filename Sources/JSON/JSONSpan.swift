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
    guard let tape = try? JSONTape(reading: bytes, from: start) else { return nil }
    return tape.withView(of: bytes) { view in view.value(at: pointer).map(view.span) }
  }
}

extension JSONView {
  /// The value at a place, counted from the whole; nil if there is none.
  package func value(at pointer: JSONPointer) -> Index? {
    var value = 0
    for token in pointer.tokens {
      let part = isObject(value) ? member(value, JSONName(token)) : element(value, named: token)
      guard let part else { return nil }
      value = part
    }
    return value
  }

  private func element(_ value: Index, named token: String) -> Index? {
    guard isArray(value), let place = arrayIndex(token) else { return nil }
    return element(value, at: place)
  }
}
