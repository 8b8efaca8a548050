/// Reads JSON from bytes in place, without recursion.
///
/// Values wait on a stack until the bracket that closes their array or object moves them out
/// in one piece, so that no array grows step by step.
struct JSONParser: ~Copyable {
  let bytes: UnsafeRawBufferPointer
  /// The next byte to read.
  var position: Int
  /// Whether the string read last was written with escapes.
  var lastStringHadEscapes = false
  /// Whether the string that is being read has anything but ASCII so far.
  var sawNonASCII = false
  private let maxDepth: Int
  private var containers: [Container] = []
  private var values = ParseStack<JSON>()
  private var keys = ParseStack<String>()

  /// An array or object that has been opened.
  private struct Container {
    let isObject: Bool
    let firstValue: Int
    let firstKey: Int
    /// One bit for each hash of a key so far: a clear bit proves that a key is new.
    var seen: UInt64 = 0
    var mayRepeat = false
  }

  init(_ bytes: UnsafeRawBufferPointer, from start: Int, maxDepth: Int) {
    self.bytes = bytes
    self.position = start
    self.maxDepth = min(maxDepth, JSON.deepest)
  }

  /// Reads one value, white space before it included.
  mutating func parse() throws(JSONFault) -> JSON {
    if bytes.count >= 3, position == 0, bytes[0] == 0xEF, bytes[1] == 0xBB, bytes[2] == 0xBF {
      throw fault(.byteOrderMark, "the text starts with a byte order mark; JSON has none")
    }
    while true {
      guard var value = try scalarOrOpening() else { continue }
      while true {
        guard let container = containers.last else { return value }
        values.push(value)
        guard try closes(container) else { break }
        value = takeValue(of: container)
      }
    }
  }

  /// Refuses anything but white space up to the end.
  mutating func expectEnd() throws(JSONFault) {
    skipWhitespace()
    guard position == bytes.count else {
      throw fault(.trailingText, "the value has ended, but more text follows")
    }
  }

  /// A scalar or an empty container, or nil if a container was opened and its first value
  /// comes next.
  private mutating func scalarOrOpening() throws(JSONFault) -> JSON? {
    skipWhitespace()
    guard position < bytes.count else { throw endsEarly("a value") }
    switch bytes[position] {
    case UInt8(ascii: "\""):
      return .string(try string())
    case UInt8(ascii: "{"):
      return try open(isObject: true, closing: UInt8(ascii: "}")) ? .object(JSONObject()) : nil
    case UInt8(ascii: "["):
      return try open(isObject: false, closing: UInt8(ascii: "]")) ? .array([]) : nil
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
      return .number(try number())
    case UInt8(ascii: "t"):
      try literal("true")
      return .bool(true)
    case UInt8(ascii: "f"):
      try literal("false")
      return .bool(false)
    case UInt8(ascii: "n"):
      try literal("null")
      return .null
    default:
      throw unexpected("a value")
    }
  }

  /// Steps over an opening bracket; true if the container is closed at once.
  private mutating func open(isObject: Bool, closing: UInt8) throws(JSONFault) -> Bool {
    guard containers.count < maxDepth else {
      throw fault(.tooDeep, "nested deeper than \(maxDepth) levels")
    }
    position += 1
    skipWhitespace()
    if position < bytes.count, bytes[position] == closing {
      position += 1
      return true
    }
    containers.append(Container(isObject: isObject, firstValue: values.count, firstKey: keys.count))
    if isObject { try key() }
    return false
  }

  /// Reads what follows a value: true if the container ends here, false if a value comes next.
  private mutating func closes(_ container: borrowing Container) throws(JSONFault) -> Bool {
    skipWhitespace()
    let closing = container.isObject ? UInt8(ascii: "}") : UInt8(ascii: "]")
    let expected = container.isObject ? "',' or '}'" : "',' or ']'"
    guard position < bytes.count else { throw endsEarly(expected) }
    switch bytes[position] {
    case UInt8(ascii: ","):
      position += 1
      if container.isObject {
        skipWhitespace()
        try key()
      }
      return false
    case closing:
      position += 1
      return true
    default:
      throw unexpected(expected)
    }
  }

  /// Reads a key and its colon.
  private mutating func key() throws(JSONFault) {
    guard position < bytes.count else { throw endsEarly("a key in double quotes") }
    guard bytes[position] == UInt8(ascii: "\"") else { throw unexpected("a key in double quotes") }
    let start = position
    let key = try string()
    push(key: key, hash: keyHash(from: start, to: position))
    skipWhitespace()
    guard position < bytes.count else { throw endsEarly("':'") }
    guard bytes[position] == UInt8(ascii: ":") else { throw unexpected("':'") }
    position += 1
  }

  /// A few bits of a key that was written without escapes.
  private func keyHash(from start: Int, to end: Int) -> UInt64 {
    let length = end - start
    guard length > 2 else { return 0 }
    return (UInt64(bytes[start + 1]) &* 31) ^ (UInt64(bytes[end - 2]) &* 7) ^ UInt64(length)
  }

  private mutating func push(key: String, hash: UInt64) {
    let container = containers.count - 1
    let bit: UInt64 = 1 << (hash & 63)
    // An escaped key has no hash; a long object gets an index, which finds repeats itself.
    if lastStringHadEscapes {
      containers[container].mayRepeat = true
    } else if containers[container].seen & bit != 0, !containers[container].mayRepeat,
      keys.count - containers[container].firstKey < JSONObject.indexedFrom
    {
      containers[container].mayRepeat = keys.contains(from: containers[container].firstKey) {
        $0.hasSameBytes(as: key)
      }
    }
    containers[container].seen |= bit
    keys.push(key)
  }

  /// Moves a container's values off the stack.
  private mutating func takeValue(of container: Container) -> JSON {
    containers.removeLast()
    guard container.isObject else { return .array(values.pop(from: container.firstValue)) }
    let count = values.count - container.firstValue
    let members = [JSONObject.Member](unsafeUninitializedCapacity: count) { buffer, initialized in
      guard let keys = keys.release(from: container.firstKey),
        let values = values.release(from: container.firstValue)
      else { return }
      for place in 0..<count {
        let member = JSONObject.Member(key: (keys + place).move(), value: (values + place).move())
        buffer.initializeElement(at: place, to: member)
      }
      initialized = count
    }
    if container.mayRepeat || count >= JSONObject.indexedFrom {
      return .object(JSONObject(members.map { ($0.key, $0.value) }))
    }
    return .object(JSONObject(distinct: members))
  }
}
