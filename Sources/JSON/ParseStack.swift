/// A stack whose top part can be moved out in one piece, without a copy or a retain of each
/// element.
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

  /// Moves the elements from `start` up out as an array.
  mutating func pop(from start: Int) -> [Element] {
    let popped = count - start
    return [Element](unsafeUninitializedCapacity: popped) { buffer, initialized in
      guard let top = release(from: start), let target = buffer.baseAddress else { return }
      target.moveInitialize(from: top, count: popped)
      initialized = popped
    }
  }

  /// Gives the elements from `start` up away: the caller must move each out of the memory
  /// returned before it calls the stack again. Nil if the stack was never used.
  mutating func release(from start: Int) -> UnsafeMutablePointer<Element>? {
    count = start
    return elements?.advanced(by: start)
  }

  func contains(from start: Int, where matches: (borrowing Element) -> Bool) -> Bool {
    guard let elements else { return false }
    return (start..<count).contains { matches(elements[$0]) }
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
