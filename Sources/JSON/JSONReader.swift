/// Reads JSON from bytes in place to the nodes of a `JSONTape`, without recursion.
struct JSONReader: ~Copyable {
  /// Where the node of a value counts bytes in 32 bits.
  static let longestText = Int(UInt32.max) - 8

  let bytes: UnsafeRawBufferPointer
  /// The next byte to read.
  var position: Int
  private let maxDepth: Int
  private var depth = 0
  private var nodes: UnsafeMutablePointer<JSONNode>
  private(set) var count = 0
  private var capacity: Int

  init(_ bytes: UnsafeRawBufferPointer, from start: Int, maxDepth: Int) {
    self.bytes = bytes
    self.position = start
    self.maxDepth = min(maxDepth, JSON.deepest)
    // A node for each eight bytes is what answers mostly take; short of a page at first.
    capacity = 8 + min(max(0, bytes.count - start) / 8, 160)
    nodes = .allocate(capacity: capacity)
  }

  deinit { nodes.deallocate() }

  /// What has been read, in an array of its own.
  borrowing func takenNodes() -> [JSONNode] {
    [JSONNode](unsafeUninitializedCapacity: count) { buffer, initialized in
      buffer.baseAddress?.initialize(from: nodes, count: count)
      initialized = count
    }
  }

  /// Reads one value, white space before it included.
  mutating func read() throws(JSONFault) {
    guard bytes.count <= Self.longestText else { throw fault(.tooLong, "a text of 4 GiB or more") }
    if bytes.count >= 3, position == 0, bytes[0] == 0xEF, bytes[1] == 0xBB, bytes[2] == 0xBF {
      throw fault(.byteOrderMark, "the text starts with a byte order mark; JSON has none")
    }
    // The array or object that is open: while it is, its width says which one is around it.
    var container = -1
    while true {
      if try scalarOrOpening(&container) { continue }
      while true {
        if container < 0 { return }
        nodes[container].count &+= 1
        guard try closes(nodes[container].kind == JSONNode.Kind.object) else { break }
        close(&container)
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

  /// Reads a scalar or an empty container; true if a container was opened and its first value
  /// comes next.
  @inline(__always)
  private mutating func scalarOrOpening(_ container: inout Int) throws(JSONFault) -> Bool {
    skipWhitespace()
    guard position < bytes.count else { throw endsEarly("a value") }
    let start = position
    switch bytes[start] {
    case UInt8(ascii: "\""):
      let traits = try string()
      push(JSONNode.Kind.string, from: start + 1, to: position - 1, traits)
    case UInt8(ascii: "{"): return try open(JSONNode.Kind.object, closing: UInt8(ascii: "}"), &container)
    case UInt8(ascii: "["): return try open(JSONNode.Kind.array, closing: UInt8(ascii: "]"), &container)
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
      let kind = try number()
      push(kind, from: start, to: position)
    case UInt8(ascii: "t"):
      try literal("true")
      push(JSONNode.Kind.bool, from: start, to: position, .isTrue)
    case UInt8(ascii: "f"):
      try literal("false")
      push(JSONNode.Kind.bool, from: start, to: position)
    case UInt8(ascii: "n"):
      try literal("null")
      push(JSONNode.Kind.null, from: start, to: position)
    default: throw unexpected("a value")
    }
    return false
  }

  /// Steps over an opening bracket; false if the container is closed at once.
  @inline(__always)
  private mutating func open(_ kind: UInt8, closing: UInt8, _ container: inout Int) throws(JSONFault) -> Bool {
    guard depth < maxDepth else { throw fault(.tooDeep, "nested deeper than \(maxDepth) levels") }
    let start = position
    position += 1
    skipWhitespace()
    if position < bytes.count, bytes[position] == closing {
      position += 1
      push(kind, from: start, to: position)
      return false
    }
    push(kind, from: start, to: start)
    nodes[count - 1].width = UInt32(truncatingIfNeeded: container)
    container = count - 1
    depth += 1
    if kind == JSONNode.Kind.object { try key() }
    return true
  }

  /// Ends the array or object that is open.
  @inline(__always)
  private mutating func close(_ container: inout Int) {
    let closed = container
    let outer = nodes[closed].width
    nodes[closed].end = UInt32(truncatingIfNeeded: position)
    nodes[closed].width = UInt32(truncatingIfNeeded: count - closed)
    container = outer == .max ? -1 : Int(outer)
    depth -= 1
    if nodes[closed].kind == JSONNode.Kind.object, mayRepeat(closed) { markRepeats(closed) }
  }

  /// Reads what follows a value: true if the container ends here, false if a value comes next.
  @inline(__always)
  private mutating func closes(_ isObject: Bool) throws(JSONFault) -> Bool {
    skipWhitespace()
    guard position < bytes.count else { throw endsEarly(isObject ? "',' or '}'" : "',' or ']'") }
    let byte = bytes[position]
    if byte == UInt8(ascii: ",") {
      position += 1
      if isObject {
        skipWhitespace()
        try key()
      }
      return false
    }
    guard byte == (isObject ? UInt8(ascii: "}") : UInt8(ascii: "]")) else {
      throw unexpected(isObject ? "',' or '}'" : "',' or ']'")
    }
    position += 1
    return true
  }

  /// Reads a key and its colon.
  private mutating func key() throws(JSONFault) {
    guard position < bytes.count else { throw endsEarly("a key in double quotes") }
    guard bytes[position] == UInt8(ascii: "\"") else { throw unexpected("a key in double quotes") }
    let start = position + 1
    let traits = try string()
    let end = position - 1
    push(JSONNode.Kind.string, from: start, to: end, traits.union(.isKey))
    let written = UnsafeRawBufferPointer(rebasing: bytes[start..<end])
    nodes[count - 1].count =
      traits.contains(.hasEscapes)
      ? decodedEscapes(written).withUnsafeBytes { jsonKeyHash($0) } : jsonKeyHash(written)
    if position < bytes.count, bytes[position] == UInt8(ascii: ":") {
      position += 1
      return
    }
    skipWhitespace()
    guard position < bytes.count else { throw endsEarly("':'") }
    guard bytes[position] == UInt8(ascii: ":") else { throw unexpected("':'") }
    position += 1
  }

  @inline(__always)
  private mutating func push(_ kind: UInt8, from start: Int, to end: Int, _ traits: JSONNode.Traits = []) {
    if count == capacity { grow() }
    (nodes + count).initialize(
      to: JSONNode(
        start: UInt32(truncatingIfNeeded: start), end: UInt32(truncatingIfNeeded: end), width: 1, count: 0,
        kind: kind, traits: traits))
    count += 1
  }

  @inline(never)
  private mutating func grow() {
    let larger = UnsafeMutablePointer<JSONNode>.allocate(capacity: capacity * 2)
    larger.moveInitialize(from: nodes, count: count)
    nodes.deallocate()
    nodes = larger
    capacity *= 2
  }

  // MARK: Keys that are written twice

  /// One bit for each hash of a key: where all are different, no key repeats.
  @inline(__always)
  private func mayRepeat(_ object: Int) -> Bool {
    var seen: UInt64 = 0
    var place = object + 1
    while place < count {
      let bit = 1 as UInt64 &<< UInt64(nodes[place].count & 63)
      if seen & bit != 0 { return true }
      seen |= bit
      place += 1 + Int(nodes[place + 1].width)
    }
    return false
  }

  /// Marks each key of an object that is written again behind it.
  @inline(never)
  private mutating func markRepeats(_ object: Int) {
    let view = JSONView(nodes: UnsafeBufferPointer(start: nodes, count: count), bytes: bytes)
    var repeated: [Int] = []
    if nodes[object].count <= 24 {
      var waiting = view.members(object)
      while let (key, _) = waiting.next() {
        // A copy that starts behind this member.
        for (other, _) in waiting where view.keyHash(other) == view.keyHash(key) {
          if view.areEqual(strings: other, key) { repeated.append(key) }
        }
      }
    } else {
      // By a hash that nobody can make collide.
      var last: [JSONKey: Int] = [:]
      for (key, _) in view.members(object) {
        if let earlier = last.updateValue(key, forKey: JSONKey(view.string(key))) { repeated.append(earlier) }
      }
    }
    for key in repeated { nodes[key].traits.insert(.isSuperseded) }
    if !repeated.isEmpty { nodes[object].traits.insert(.repeatsKeys) }
  }
}
