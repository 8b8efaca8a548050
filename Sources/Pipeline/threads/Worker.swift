/// A bounded queue that one named thread empties, a batch at a time.
///
/// Its bound is a total cost (bytes, or 1 an item). `offer` refuses when it is full; `push` waits,
/// and is only for threads of our own. `stop` lets the thread finish what is queued.
final class Worker<Item: Sendable>: Sendable {
  private struct State {
    var items: [(item: Item, cost: Int)] = []
    var cost = 0
    var highest = 0
    var refused: UInt64 = 0
    var isStopping = false
  }

  let name: String
  let bound: Int
  private let state = Monitor(State())
  private let cost: @Sendable (Item) -> Int
  private let thread: NamedThread

  /// - Parameters:
  ///   - bound: the greatest total cost in the queue; one item larger than it still fits alone.
  ///   - batch: the greatest number of items handed over at once.
  ///   - idle: if given, `work` is called with no items when nothing came for so many nanoseconds.
  init(
    _ name: String, bound: Int, batch: Int, idle: Int64? = nil, cost: @escaping @Sendable (Item) -> Int = { _ in 1 },
    work: @escaping @Sendable ([Item]) -> Void
  ) {
    self.name = name
    self.bound = bound
    self.cost = cost
    let state = state
    thread = NamedThread(name) {
      while true {
        let next: (items: [Item], stops: Bool)? = state.wait(timeout: idle) { state in
          if state.items.isEmpty { return state.isStopping ? ([], true) : nil }
          let count = min(batch, state.items.count)
          let taken = state.items.prefix(count).map(\.item)
          state.cost -= state.items.prefix(count).reduce(0) { $0 + $1.cost }
          state.items.removeFirst(count)
          return (taken, false)
        }
        guard let next else {
          work([])
          continue
        }
        if next.stops { return }
        work(next.items)
      }
    }
  }

  /// Queues an item, or says no if the queue is full or stopping.
  func offer(_ item: Item) -> Bool {
    let cost = cost(item)
    return state.withLock { state in
      guard !state.isStopping, state.items.isEmpty || state.cost + cost <= bound else {
        state.refused += 1
        return false
      }
      admit(item, cost, &state)
      return true
    }
  }

  /// Queues items in their order, as many as there is room for, and says how many: the thread is woken once.
  func offer(_ items: [Item]) -> Int {
    if items.isEmpty { return 0 }
    let costs = items.map(cost)
    return state.withLock { state in
      for (place, item) in items.enumerated() {
        guard !state.isStopping, state.items.isEmpty || state.cost + costs[place] <= bound else {
          state.refused += UInt64(items.count - place)
          return place
        }
        admit(item, costs[place], &state)
      }
      return items.count
    }
  }

  /// Queues an item, waiting for room; for named threads only.
  func push(_ item: Item) {
    let cost = cost(item)
    _ = state.wait { state -> Bool? in
      guard state.items.isEmpty || state.cost + cost <= bound || state.isStopping else { return nil }
      admit(item, cost, &state)
      return true
    }
  }

  /// Whether an item of no cost would be taken now.
  var hasRoom: Bool { state.peek { !$0.isStopping && $0.cost < bound } }

  /// Counts an item that was not even made, since there was no room for it.
  func refuse() { state.withLock { $0.refused += 1 } }

  /// Whether the system gave us a thread; without one nothing is worked on.
  var isRunning: Bool { thread.isRunning }

  /// Finishes what is queued and ends the thread.
  func stop() {
    state.withLock { $0.isStopping = true }
    thread.join()
  }

  var depth: (items: Int, cost: Int, refused: UInt64) {
    state.peek { ($0.items.count, $0.cost, $0.refused) }
  }

  private func admit(_ item: Item, _ cost: Int, _ state: inout State) {
    state.items.append((item, cost))
    state.cost += cost
    state.highest = max(state.highest, state.cost)
  }
}
