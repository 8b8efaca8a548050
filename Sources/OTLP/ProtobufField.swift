/// One field of a message: its number, and its value by wire type.
///
/// A reader matches both; a known number with an unexpected wire type is skipped like an unknown
/// field.
package struct ProtobufField {
  package enum Value {
    case varint(UInt64)
    case fixed64(UInt64)
    case fixed32(UInt32)
    /// A string, bytes or a message: a range of the batch.
    case bytes(Range<UInt32>)
  }

  package var number: UInt32
  package var value: Value

  package init(number: UInt32, value: Value) {
    self.number = number
    self.value = value
  }
}
