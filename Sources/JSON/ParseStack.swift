/// A stack of values that are made from the last to the first: its top is the first.
struct ParseStack<Element>: ~Copyable {
  private(set) var count = 0
  private var capacity = 0
  private var elements: UnsafeMutablePointer<Element>?

  deinit {
    elements?.deinitialize(count: count)
    elements?.deallocate()
  }

  mutating func push(_ element: consuming Element) {
    if count == capacity { grow() }
    elements?.advanced(by: count).initialize(to: element)
    count += 1
  }

  /// Moves the top out; nil if there is none.
  mutating func pop() -> Element? {
    guard count > 0, let elements else { return nil }
    count -= 1
    return (elements + count).move()
  }

  /// Moves so many elements out as an array, the top first.
  mutating func popReversed(_ wanted: Int) -> [Element] {
    let popped = min(wanted, count)
    return [Element](unsafeUninitializedCapacity: popped) { buffer, initialized in
      guard let elements else { return }
      for place in 0..<popped {
        count -= 1
        buffer.initializeElement(at: place, to: (elements + count).move())
      }
      initialized = popped
    }
  }

  private mutating func grow() {
    capacity = max(32, capacity * 2)
    let larger = UnsafeMutablePointer<Element>.allocate(capacity: capacity)
    if let elements {
      larger.moveInitialize(from: elements, count: count)
      elements.deallocate()
    }
    elements = larger
  }
}
