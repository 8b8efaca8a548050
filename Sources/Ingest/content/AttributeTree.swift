internal import JSON

/// The tree that flattened attributes spell: `0.message.contents.1.text` is a text in a list in a
/// message in a list.
struct AttributeTree {
  /// How many points of a name are looked at; deeper ones stay part of the last step.
  private static let deepest = 8

  private var value: JSON?
  private var children: [String: AttributeTree] = [:]

  /// Puts a value at the end of a path of steps with points between them; returns how many nodes
  /// the tree has grown by.
  mutating func insert(_ newValue: JSON, at path: UnsafeRawBufferPointer) -> Int {
    let steps = path.split(separator: UInt8(ascii: "."), maxSplits: Self.deepest, omittingEmptySubsequences: false)
    return insert(newValue, at: steps[...])
  }

  private mutating func insert(_ newValue: JSON, at steps: ArraySlice<Slice<UnsafeRawBufferPointer>>) -> Int {
    guard let step = steps.first else {
      value = newValue
      return 0
    }
    let name = String(decoding: step, as: UTF8.self)
    let isNew = children[name] == nil
    return (isNew ? 1 : 0) + children[name, default: AttributeTree()].insert(newValue, at: steps.dropFirst())
  }

  /// A list where every step is an index, in the order of the indices as numbers, whichever came
  /// first and whatever is missing between them; else an object.
  var json: JSON {
    if children.isEmpty { return value ?? .null }
    let elements = children.compactMap { name, child in Int(name).map { (index: $0, child: child) } }
    if elements.count == children.count {
      return .array(elements.sorted { $0.index < $1.index }.map(\.child.json))
    }
    var object = JSONObject()
    for (name, child) in children.sorted(by: { $0.key < $1.key }) { object[name] = child.json }
    return .object(object)
  }
}
