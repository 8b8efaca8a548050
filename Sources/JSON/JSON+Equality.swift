// Values may nest 512 levels deep. Work lists instead of recursion keep that off the stack.

extension JSON: Hashable {
  package static func == (left: JSON, right: JSON) -> Bool {
    if let same = scalarsAreEqual(left, right) { return same }
    var pairs = [(left, right)]
    while let (left, right) = pairs.popLast() {
      if let same = scalarsAreEqual(left, right) {
        if !same { return false }
      } else if case .array(let left) = left, case .array(let right) = right {
        guard left.count == right.count else { return false }
        pairs += zip(left, right)
      } else if case .object(let left) = left, case .object(let right) = right {
        guard left.count == right.count else { return false }
        for member in left.members {
          guard let other = right[member.key] else { return false }
          pairs.append((member.value, other))
        }
      }
    }
    return true
  }

  /// Nil for two arrays or two objects.
  private static func scalarsAreEqual(_ left: JSON, _ right: JSON) -> Bool? {
    switch (left, right) {
    case (.null, .null): true
    case (.bool(let left), .bool(let right)): left == right
    case (.number(let left), .number(let right)): left == right
    case (.string(let left), .string(let right)): left.hasSameBytes(as: right)
    case (.array, .array), (.object, .object): nil
    default: false
    }
  }

  /// For a container a sum over its parts, each mixed with its path, because the order of
  /// members does not count.
  package func hash(into hasher: inout Hasher) {
    if hashScalar(into: &hasher) { return }
    var sum = 0
    var parts = [(path: 0, value: self)]
    while let (path, value) = parts.popLast() {
      var part = Hasher()
      part.combine(path)
      _ = value.hashScalar(into: &part)
      let hash = part.finalize()
      sum = sum &+ hash
      if case .array(let elements) = value {
        parts += elements.enumerated().map { (path: mix(hash, with: $0.offset), value: $0.element) }
      } else if case .object(let object) = value {
        parts += object.members.map { (path: mix(hash, with: JSONKey($0.key)), value: $0.value) }
      }
    }
    hasher.combine(sum)
  }

  /// False for a container, of which only kind and size go in.
  private func hashScalar(into hasher: inout Hasher) -> Bool {
    switch self {
    case .null: hasher.combine(0 as UInt8)
    case .bool(let value): hasher.combine(value)
    case .number(let value): value.hash(into: &hasher)
    case .string(let value): value.hashBytes(into: &hasher)
    case .array(let elements):
      hasher.combine(elements.count)
      return false
    case .object(let object):
      hasher.combine(~object.count)
      return false
    }
    return true
  }
}

private func mix(_ path: Int, with step: some Hashable) -> Int {
  var hasher = Hasher()
  hasher.combine(path)
  hasher.combine(step)
  return hasher.finalize()
}
