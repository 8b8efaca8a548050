/// A strict reader of protobuf for the tests: the fields of a message in their order.
struct ProtobufReader {
  enum Value: Equatable {
    case number(UInt64)
    case double(Double)
    case bytes([UInt8])
  }

  struct Malformed: Error {}

  private var rest: ArraySlice<UInt8>

  init(_ bytes: [UInt8]) { rest = bytes[...] }

  static func fields(_ bytes: [UInt8]) throws -> [(field: UInt64, value: Value)] {
    var reader = ProtobufReader(bytes)
    var result: [(field: UInt64, value: Value)] = []
    while !reader.rest.isEmpty {
      let tag = try reader.varint()
      switch tag & 7 {
      case 0: result.append((tag >> 3, .number(try reader.varint())))
      case 1:
        let bits = try reader.take(8).reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        result.append((tag >> 3, .double(Double(bitPattern: bits))))
      case 2: result.append((tag >> 3, .bytes(try reader.take(reader.varint()))))
      default: throw Malformed()
      }
    }
    return result
  }

  /// Messages with their lengths before them.
  static func delimited(_ bytes: [UInt8]) throws -> [[UInt8]] {
    var reader = ProtobufReader(bytes)
    var result: [[UInt8]] = []
    while !reader.rest.isEmpty { result.append(try reader.take(reader.varint())) }
    return result
  }

  static func zigzags(_ bytes: [UInt8]) throws -> [Int64] {
    var reader = ProtobufReader(bytes)
    var result: [Int64] = []
    while !reader.rest.isEmpty { result.append(zigzag(try reader.varint())) }
    return result
  }

  static func zigzag(_ value: UInt64) -> Int64 { Int64(bitPattern: value >> 1) ^ -Int64(bitPattern: value & 1) }

  private mutating func varint() throws -> UInt64 {
    var result: UInt64 = 0
    for shift in stride(from: UInt64(0), to: 64, by: 7) {
      guard let byte = rest.popFirst() else { throw Malformed() }
      result |= UInt64(byte & 0x7F) << shift
      if byte < 0x80 { return result }
    }
    throw Malformed()
  }

  private mutating func take(_ count: UInt64) throws -> [UInt8] {
    guard count <= UInt64(rest.count) else { throw Malformed() }
    defer { rest = rest.dropFirst(Int(count)) }
    return Array(rest.prefix(Int(count)))
  }
}

/// One line a field, nested messages indented: what the tests compare.
///
/// `shape` says which fields hold messages (`m`), text (`t`), zigzag numbers (`z`) or packed
/// ones (`p`) by their path; all others are as on the wire.
func described(_ bytes: [UInt8], _ shape: [String: Character], _ path: String = "") throws -> String {
  let indent = String(repeating: "  ", count: path.count { $0 == "." })
  return try ProtobufReader.fields(bytes).map { field, value in
    let place = "\(path)\(field)"
    switch (value, shape[place]) {
    case (.bytes(let bytes), "m"): return "\(indent)\(field):\n\(try described(bytes, shape, place + "."))"
    case (.bytes(let bytes), "t"): return "\(indent)\(field): \(String(decoding: bytes, as: UTF8.self))\n"
    case (.bytes(let bytes), "p"): return "\(indent)\(field): \(try ProtobufReader.zigzags(bytes))\n"
    case (.number(let number), "z"): return "\(indent)\(field): \(ProtobufReader.zigzag(number))\n"
    case (.number(let number), _): return "\(indent)\(field): \(number)\n"
    case (.double(let number), _): return "\(indent)\(field): \(number)\n"
    default: throw ProtobufReader.Malformed()
    }
  }.joined()
}
