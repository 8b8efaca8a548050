/// The members of a JSON object, in the order in which they were written.
///
/// A key that is written twice keeps its first place and its last value. Looking a key up is a
/// scan in a small object, a dictionary's look-up in a large one.
package struct JSONObject: Sendable {
  /// A key and its value.
  package struct Member: Sendable {
    package let key: String
    package var value: JSON
  }

  /// Below this many members a scan beats hashing.
  static let indexedFrom = 24

  /// All members, each key once.
  package private(set) var members: [Member] = []
  private var index: [JSONKey: Int] = [:]

  /// No members.
  package init() {}

  /// Takes members whose keys may repeat.
  package init(_ members: [(key: String, value: JSON)]) {
    self.members.reserveCapacity(members.count)
    for (key, value) in members { self[key] = value }
  }

  /// Takes members that are known to be few and to have different keys.
  init(distinct members: [Member]) {
    self.members = members
  }

  /// The number of members.
  package var count: Int { members.count }
  /// Whether there are no members.
  package var isEmpty: Bool { members.isEmpty }
  /// The keys in their order.
  package var keys: some Sequence<String> { members.lazy.map(\.key) }

  /// The value of a key. Setting nil removes it.
  package subscript(key: String) -> JSON? {
    get { position(of: key).map { members[$0].value } }
    set {
      switch (position(of: key), newValue) {
      case (let place?, let value?): members[place].value = value
      case (let place?, nil): remove(at: place)
      case (nil, let value?): append(Member(key: key, value: value))
      case (nil, nil): break
      }
    }
  }

  /// Whether there is a member of a key; `hint` is where it stands most likely.
  package func has(_ key: String, hint: Int = 0) -> Bool {
    hint < members.count && members[hint].key.hasSameBytes(as: key) || position(of: key) != nil
  }

  private func position(of key: String) -> Int? {
    if index.isEmpty { return members.firstIndex { $0.key.hasSameBytes(as: key) } }
    return index[JSONKey(key)]
  }

  private mutating func append(_ member: Member) {
    members.append(member)
    if !index.isEmpty {
      index[JSONKey(member.key)] = members.count - 1
    } else if members.count >= Self.indexedFrom {
      rebuildIndex()
    }
  }

  private mutating func remove(at place: Int) {
    members.remove(at: place)
    if !index.isEmpty { rebuildIndex() }
  }

  private mutating func rebuildIndex() {
    index.removeAll(keepingCapacity: true)
    guard members.count >= Self.indexedFrom else { return }
    for (place, member) in members.enumerated() { index[JSONKey(member.key)] = place }
  }
}

extension JSONObject: Hashable {
  /// Members have no order.
  package static func == (left: JSONObject, right: JSONObject) -> Bool { JSON.object(left) == JSON.object(right) }
  package func hash(into hasher: inout Hasher) { JSON.object(self).hash(into: &hasher) }
}
