internal import JSON

/// The nodes of an object's members, by name.
struct NameTable: Sendable {
  /// From so many names on, hashing beats a scan.
  private static let hashedFrom = 12

  private let names: [String]
  private let nodes: [Schema.NodeID]
  private let index: [JSONKey: Schema.NodeID]

  init(_ entries: [JSONKey: Schema.NodeID]) {
    // In the order of the document, which is mostly that of the answer.
    let sorted = entries.sorted { $0.value < $1.value }
    names = sorted.map(\.key.text)
    nodes = sorted.map(\.value)
    index = entries.count >= Self.hashedFrom ? entries : [:]
  }

  /// The node of a name; `hint` is where it stands most likely.
  func node(_ name: String, hint: Int) -> Schema.NodeID? {
    if hint < names.count, JSONKey(names[hint]) == JSONKey(name) { return nodes[hint] }
    if !index.isEmpty { return index[JSONKey(name)] }
    for place in names.indices where JSONKey(names[place]) == JSONKey(name) { return nodes[place] }
    return nil
  }
}
