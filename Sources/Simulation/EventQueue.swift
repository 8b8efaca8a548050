internal import CallModel

/// Events in the order of their times; those of one moment in the order in which they were added.
///
/// A binary heap. It holds what is under way: a few events for each call that has not ended.
struct EventQueue<Event> {
  private struct Entry {
    var at: Nanoseconds
    var order: Int
    var event: Event

    func precedes(_ other: Entry) -> Bool { at != other.at ? at < other.at : order < other.order }
  }

  private var heap: [Entry] = []
  private var order = 0

  mutating func add(_ event: Event, at time: Nanoseconds) {
    order += 1
    heap.append(Entry(at: time, order: order, event: event))
    var child = heap.count - 1
    while child > 0 {
      let parent = (child - 1) / 2
      guard heap[child].precedes(heap[parent]) else { break }
      heap.swapAt(child, parent)
      child = parent
    }
  }

  mutating func next() -> (at: Nanoseconds, event: Event)? {
    guard let first = heap.first, let last = heap.popLast() else { return nil }
    guard !heap.isEmpty else { return (first.at, first.event) }
    heap[0] = last
    var parent = 0
    while true {
      var least = parent
      let left = min(2 * parent + 1, heap.count)
      for child in left..<min(left + 2, heap.count) where heap[child].precedes(heap[least]) {
        least = child
      }
      if least == parent { break }
      heap.swapAt(parent, least)
      parent = least
    }
    return (first.at, first.event)
  }
}
