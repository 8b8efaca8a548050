extension ProtobufWriter {
  /// A field of type sint32 or sint64: zigzag, so that small negative numbers are short.
  package mutating func sint(_ number: UInt32, _ value: Int64) {
    varint(number, UInt64(bitPattern: value << 1 ^ value >> 63))
  }

  /// A packed field of type repeated uint64, uint32 or an enum.
  package mutating func packed(_ number: UInt32, _ values: some Sequence<UInt64>) {
    message(number) { field in
      for value in values { field.appendVarint(value) }
    }
  }
}
