/// The values of a `JSONTape` beside their text, lent for a while.
///
/// A value is named by its index; the whole is at 0. What is asked of a value of another kind
/// has no meaning, but stays inside of the tape.
public struct JSONView {
  /// The place of a value in the tape.
  public typealias Index = Int

  @usableFromInline let nodes: UnsafeBufferPointer<JSONNode>
  @usableFromInline let text: UnsafeRawBufferPointer

  @inlinable init(nodes: UnsafeBufferPointer<JSONNode>, bytes: UnsafeRawBufferPointer) {
    self.nodes = nodes
    text = bytes
  }

  /// The bits of `JSONNode.Kind`.
  @inlinable public func kind(_ value: Index) -> UInt8 { nodes[value].kind }

  /// Whether a value is an object.
  @inlinable public func isObject(_ value: Index) -> Bool { kind(value) == JSONNode.Kind.object }

  /// Whether a value is an array.
  @inlinable public func isArray(_ value: Index) -> Bool { kind(value) == JSONNode.Kind.array }

  /// Whether a value is a string.
  @inlinable public func isString(_ value: Index) -> Bool { kind(value) == JSONNode.Kind.string }

  /// Whether a value is a number.
  @inlinable public func isNumber(_ value: Index) -> Bool { kind(value) & JSONNode.Kind.number != 0 }

  /// Whether a value is `true`.
  @inlinable public func isTrue(_ value: Index) -> Bool { nodes[value].traits.contains(.isTrue) }

  /// The bytes of the text that a value takes up.
  package func span(_ value: Index) -> Range<Int> { nodes[value].span }

  /// The place behind a value and all that is in it.
  @inlinable public func next(_ value: Index) -> Index { value + Int(nodes[value].width) }

  // MARK: Arrays and objects

  /// The number of elements of an array.
  @inlinable public func elementCount(_ array: Index) -> Int { Int(nodes[array].count) }

  /// The number of different keys of an object.
  @inlinable public func memberCount(_ object: Index) -> Int {
    if !nodes[object].traits.contains(.repeatsKeys) { return Int(nodes[object].count) }
    return members(object).reduce(into: 0) { count, _ in count += 1 }
  }

  /// The elements of an array, in their order.
  @inlinable public func elements(_ array: Index) -> Elements {
    Elements(nodes: nodes, place: array + 1, end: next(array))
  }

  /// The members of an object in their order, each key once, where it was written last.
  @inlinable public func members(_ object: Index) -> Members {
    Members(nodes: nodes, place: object + 1, end: next(object))
  }

  /// The element at a place of an array; nil beyond its end.
  package func element(_ array: Index, at place: Int) -> Index? {
    var left = place
    for element in elements(array) {
      if left == 0 { return element }
      left -= 1
    }
    return nil
  }

  /// The value of a key of an object.
  package func member(_ object: Index, _ key: JSONName) -> Index? {
    for member in members(object) where isNamed(member.key, key) { return member.value }
    return nil
  }

  /// Whether a string holds the code points of a name.
  package func isNamed(_ key: Index, _ name: JSONName) -> Bool {
    nodes[key].count == name.hash && equals(key, name.bytes)
  }

  /// The hash of a key.
  @inlinable public func keyHash(_ key: Index) -> UInt32 { nodes[key].count }

  /// The elements of an array by their index.
  public struct Elements: Sequence, IteratorProtocol {
    @usableFromInline let nodes: UnsafeBufferPointer<JSONNode>
    @usableFromInline var place: Index
    @usableFromInline let end: Index

    @inlinable init(nodes: UnsafeBufferPointer<JSONNode>, place: Index, end: Index) {
      self.nodes = nodes
      self.place = place
      self.end = end
    }

    @inlinable public mutating func next() -> Index? {
      guard place < end else { return nil }
      defer { place += Int(nodes[place].width) }
      return place
    }
  }

  /// The members of an object by the indices of key and value.
  public struct Members: Sequence, IteratorProtocol {
    @usableFromInline let nodes: UnsafeBufferPointer<JSONNode>
    @usableFromInline var place: Index
    @usableFromInline let end: Index

    @inlinable init(nodes: UnsafeBufferPointer<JSONNode>, place: Index, end: Index) {
      self.nodes = nodes
      self.place = place
      self.end = end
    }

    @inlinable public mutating func next() -> (key: Index, value: Index)? {
      while place < end {
        let key = place
        place = key + 1 + Int(nodes[key + 1].width)
        if !nodes[key].traits.contains(.isSuperseded) { return (key, key + 1) }
      }
      return nil
    }
  }
}

/// A key to look for, with its hash.
package struct JSONName: Sendable {
  package let text: String
  @usableFromInline let bytes: [UInt8]
  /// What `JSONView.keyHash` is of the same key.
  package let hash: UInt32

  /// Takes the text as it is.
  package init(_ text: String) {
    self.text = text
    bytes = Array(text.utf8)
    hash = bytes.withUnsafeBytes { jsonKeyHash($0) }
  }
}
