extension ProtobufWriter {
  /// An attribute with a text value.
  package mutating func attribute(_ number: UInt32, _ key: String, _ value: String) {
    attribute(number, key) { $0.string(1, value) }
  }

  /// An attribute with an integer value; the wire holds the lowest 64 bits.
  package mutating func attribute(_ number: UInt32, _ key: String, _ value: some FixedWidthInteger) {
    attribute(number, key) { $0.int(3, Int64(truncatingIfNeeded: value)) }
  }

  /// An attribute with a floating-point value.
  package mutating func attribute(_ number: UInt32, _ key: String, _ value: Double) {
    attribute(number, key) { $0.double(4, value) }
  }

  /// An attribute with a truth value.
  package mutating func attribute(_ number: UInt32, _ key: String, _ value: Bool) {
    attribute(number, key) { $0.varint(2, value ? 1 : 0) }
  }

  /// An attribute with a list of texts.
  package mutating func attribute(_ number: UInt32, _ key: String, _ values: [String]) {
    attribute(number, key) { value in
      value.message(5) { list in
        for text in values { list.message(1) { $0.string(1, text) } }
      }
    }
  }

  /// An attribute (`KeyValue`) whose `AnyValue` is written by `value`.
  package mutating func attribute(_ number: UInt32, _ key: String, _ value: (inout ProtobufWriter) -> Void) {
    message(number) { attribute in
      attribute.string(1, key)
      attribute.message(2, value)
    }
  }
}
