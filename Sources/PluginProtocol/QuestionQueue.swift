/// Questions that wait, oldest first; those that are withdrawn leave a gap.
struct QuestionQueue: Sendable {
  private var items: [PluginSession.Waiting?] = []
  private var head = 0
  private(set) var count = 0

  var isEmpty: Bool { count == 0 }

  /// The earliest deadline: questions come in the order of their deadlines.
  var earliest: Int64? {
    items[head...].first { $0 != nil }??.deadline
  }

  mutating func append(_ item: PluginSession.Waiting) {
    items.append(item)
    count += 1
  }

  mutating func popFirst() -> PluginSession.Waiting? {
    while head < items.count {
      let item = items[head]
      items[head] = nil
      head += 1
      guard let item else { continue }
      count -= 1
      if head >= 256, head * 2 >= items.count {
        items.removeFirst(head)
        head = 0
      }
      return item
    }
    items.removeAll(keepingCapacity: true)
    head = 0
    return nil
  }

  /// The first, if its deadline has passed.
  mutating func popFirst(due now: Int64) -> PluginSession.Waiting? {
    guard let earliest, earliest <= now else { return nil }
    return popFirst()
  }

  mutating func remove(_ id: UInt64) -> Bool {
    guard let place = items[head...].firstIndex(where: { $0?.id == id }) else { return false }
    items[place] = nil
    count -= 1
    return true
  }
}
