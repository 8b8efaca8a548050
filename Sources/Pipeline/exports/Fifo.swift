/// A queue whose ends are both reached in constant time, on average.
struct Fifo<Element> {
  private var items: [Element?] = []
  private var head = 0

  var count: Int { items.count - head }
  var isEmpty: Bool { count == 0 }
  var first: Element? { isEmpty ? nil : items[head] }

  mutating func append(_ element: Element) { items.append(element) }

  mutating func popFirst() -> Element? {
    guard !isEmpty else { return nil }
    defer {
      items[head] = nil
      head += 1
      // Each move of an element to the front is paid by one that was taken.
      if head >= 64, head * 2 >= items.count {
        items.removeFirst(head)
        head = 0
      }
    }
    return items[head]
  }

  mutating func removeAll() {
    items = []
    head = 0
  }
}
