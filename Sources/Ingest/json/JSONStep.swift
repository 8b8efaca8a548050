/// One step of the way from a JSON text to a value inside it.
enum JSONStep: Hashable, Sendable {
  case key(String)
  case index(Int)
}

extension [JSONStep] {
  /// As a JavaScript programmer writes it: `spans[3].name`.
  var path: String {
    reduce(into: "") { path, step in
      switch step {
      case .key(let key): path += path.isEmpty ? key : ".\(key)"
      case .index(let index): path += "[\(index)]"
      }
    }
  }

  /// The byte at which the value begins in a well-formed JSON text, or that of the innermost
  /// value on the way which can be found.
  ///
  /// One pass, whatever the depth. A key that occurs twice counts at its last place; one with
  /// escapes is not found.
  func offset(in bytes: UnsafeRawBufferPointer) -> Int {
    var scan = StepScan(bytes: bytes, steps: self)
    scan.run()
    return scan.found
  }
}

private struct StepScan {
  let bytes: UnsafeRawBufferPointer
  let steps: [JSONStep]
  var found = 0
  private var depthFound = 0
  private var open: [Level] = []

  private struct Level {
    let isObject: Bool
    /// Whether the steps lead here.
    let isOnWay: Bool
    var index = 0
    var expectsKey: Bool
    var keyIsNext = false
  }

  init(bytes: UnsafeRawBufferPointer, steps: [JSONStep]) {
    self.bytes = bytes
    self.steps = steps
  }

  mutating func run() {
    var position = 0
    while position < bytes.count {
      let byte = bytes[position]
      switch byte {
      case UInt8(ascii: "\""):
        let end = endOfString(from: position + 1)
        if let last = open.indices.last, open[last].expectsKey {
          open[last].keyIsNext = isNext(key: bytes[position + 1..<end], at: last)
          open[last].expectsKey = false
        } else {
          note(position)
        }
        position = end
      case UInt8(ascii: "{"), UInt8(ascii: "["):
        let isObject = byte == UInt8(ascii: "{")
        open.append(Level(isObject: isObject, isOnWay: note(position), expectsKey: isObject))
      case UInt8(ascii: "}"), UInt8(ascii: "]"):
        _ = open.popLast()
      case UInt8(ascii: ","):
        if let last = open.indices.last {
          open[last].index += 1
          open[last].expectsKey = open[last].isObject
        }
      case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "t"), UInt8(ascii: "f"),
        UInt8(ascii: "n"):
        note(position)
        while position + 1 < bytes.count, isWithinScalar(bytes[position + 1]) { position += 1 }
      default: break
      }
      position += 1
    }
  }

  /// Takes the value at a place if the steps lead to it.
  @discardableResult private mutating func note(_ position: Int) -> Bool {
    let depth = open.count
    if let level = open.last {
      guard level.isOnWay, depth <= steps.count else { return false }
      guard level.isObject ? level.keyIsNext : steps[depth - 1] == .index(level.index) else { return false }
    }
    if depth >= depthFound { (found, depthFound) = (position, depth) }
    return true
  }

  private func isNext(key: Slice<UnsafeRawBufferPointer>, at depth: Int) -> Bool {
    guard open[depth].isOnWay, depth < steps.count, case .key(let wanted) = steps[depth] else { return false }
    return key.elementsEqual(wanted.utf8)
  }

  /// The closing quote, or the end of the text.
  private func endOfString(from start: Int) -> Int {
    var position = start
    while position < bytes.count, bytes[position] != UInt8(ascii: "\"") {
      position += bytes[position] == UInt8(ascii: "\\") ? 2 : 1
    }
    return Swift.min(position, bytes.count)
  }

  private func isWithinScalar(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: ","), UInt8(ascii: "]"), UInt8(ascii: "}"), 0x20, 0x09, 0x0A, 0x0D: false
    default: true
    }
  }
}
