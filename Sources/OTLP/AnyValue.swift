/// The value of an attribute, in place: strings and nested values stay ranges of the batch
/// (`opentelemetry.proto.common.v1.AnyValue`).
package enum AnyValue: Equatable, Sendable {
  /// No value was set, which is legal.
  case empty
  case string(Range<UInt32>)
  case bool(Bool)
  case int(Int64)
  case double(Double)
  /// An `ArrayValue` message.
  case array(Range<UInt32>)
  /// A `KeyValueList` message.
  case map(Range<UInt32>)
  case bytes(Range<UInt32>)

  /// How deep lists and maps may be nested within one attribute.
  package static let deepest = 64

  /// Reads an `AnyValue` message; what it sets replaces `earlier` (a member of a oneof replaces
  /// the one before it, and a message that occurs twice is merged).
  @inline(__always) package static func read(
    _ bytes: UnsafeRawBufferPointer, _ range: Range<UInt32>, over earlier: AnyValue = .empty
  ) throws(ProtobufError) -> AnyValue {
    var reader = ProtobufReader(bytes, in: range)
    var value = earlier
    while let tag = try reader.nextTag() {
      switch tag {
      case .bytes(1): value = .string(try reader.range())
      case .varint(2): value = .bool(try reader.varint() != 0)
      case .varint(3): value = .int(Int64(bitPattern: try reader.varint()))
      case .fixed64(4): value = .double(Double(bitPattern: try reader.fixed64()))
      case .bytes(5): value = .array(try reader.range())
      case .bytes(6): value = .map(try reader.range())
      case .bytes(7): value = .bytes(try reader.range())
      default: try reader.skip(tag)
      }
    }
    return value
  }

  /// Walks what is nested in this value, so that later readers find it well formed and no deeper
  /// than `deepest`.
  package func validate(in bytes: UnsafeRawBufferPointer) throws(ProtobufError) {
    switch self {
    case .array(let range), .map(let range): try validate(in: bytes, range, depth: 1)
    default: break
    }
  }

  func validate(
    in bytes: UnsafeRawBufferPointer, _ range: Range<UInt32>, depth: Int
  ) throws(ProtobufError) {
    guard depth <= Self.deepest else { throw ProtobufError(.tooDeep, at: Int(range.lowerBound)) }
    var reader = ProtobufReader(bytes, in: range)
    while let field = try reader.next() {
      guard case (1, .bytes(let element)) = (field.number, field.value) else { continue }
      let value: AnyValue
      if case .map = self {
        value = try KeyValue.read(bytes, element).value
      } else {
        value = try AnyValue.read(bytes, element)
      }
      switch value {
      case .array(let range), .map(let range): try value.validate(in: bytes, range, depth: depth + 1)
      default: break
      }
    }
  }
}
