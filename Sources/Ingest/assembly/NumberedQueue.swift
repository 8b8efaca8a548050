/// A queue whose elements have numbers: the first ever is 1, each further one is one more.
///
/// A number finds its element for as long as it is in the queue, so chains of numbers need no
/// repair when the oldest elements go. Memory is that of the most elements it ever held.
struct NumberedQueue<Element: Sendable>: Sendable {
  /// As many as a power of two, so that a number is mapped by a mask.
  private var places: [Element?] = []
  /// The number of the oldest element.
  private(set) var first: UInt64 = 1
  /// The number that the next element will have.
  private(set) var end: UInt64 = 1

  var count: Int { Int(end - first) }
  var oldest: Element? { self[first] }

  mutating func append(_ element: Element) {
    if count == places.count { grow() }
    places[place(of: end)] = element
    end += 1
  }

  mutating func popFirst() -> Element? {
    guard first < end else { return nil }
    defer { first += 1 }
    return places[place(of: first)].take()
  }

  /// The element of a number; nil if it has gone, or has not come.
  subscript(number: UInt64) -> Element? {
    guard number >= first, number < end else { return nil }
    return places[place(of: number)]
  }

  /// Changes the element of a number where it stands; nothing happens if it has gone.
  mutating func update(_ number: UInt64, _ body: (inout Element) -> Void) {
    guard number >= first, number < end else { return }
    let place = place(of: number)
    guard var element = places[place].take() else { return }
    body(&element)
    places[place] = element
  }

  private func place(of number: UInt64) -> Int { Int(truncatingIfNeeded: number) & (places.count - 1) }

  private mutating func grow() {
    var larger = [Element?](repeating: nil, count: max(16, places.count * 2))
    for number in first..<end {
      larger[Int(truncatingIfNeeded: number) & (larger.count - 1)] = places[place(of: number)]
    }
    places = larger
  }
}
