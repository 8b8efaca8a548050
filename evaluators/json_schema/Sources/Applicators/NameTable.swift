internal import JSON

/// The nodes of an object's members, by name.
struct NameTable: Sendable {
  /// From so many names on, hashing beats a scan.
  private static let hashedFrom = 12

  private let names: JSONNames
  private let nodes: [Schema.NodeID]
  /// The places of the names of each hash.
  private let index: [UInt32: [Int]]

  init(_ entries: [JSONKey: Schema.NodeID]) {
    // In the order of the document, which is mostly that of the answer.
    let sorted = entries.sorted { $0.value < $1.value }
    let names = JSONNames(sorted.map(\.key.text))
    self.names = names
    nodes = sorted.map(\.value)
    index = sorted.count >= Self.hashedFrom ? Dictionary(grouping: sorted.indices) { names.hash(at: $0) } : [:]
  }

  /// The node of a key; `hint` is where it stands most likely, and will be the place behind it.
  func node(_ key: JSONView.Index, of view: JSONView, hint: inout Int) -> Schema.NodeID? {
    if hint < names.count, names.holds(key, of: view, at: hint) {
      hint += 1
      return nodes[hint - 1]
    }
    guard let place = place(key, of: view) else { return nil }
    hint = place + 1
    return nodes[place]
  }

  private func place(_ key: JSONView.Index, of view: JSONView) -> Int? {
    if !index.isEmpty { return index[view.keyHash(key)]?.first { names.holds(key, of: view, at: $0) } }
    for place in 0..<names.count where names.holds(key, of: view, at: place) { return place }
    return nil
  }
}
