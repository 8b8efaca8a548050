import CallModel
import Testing

@testable import Pipeline

@Suite struct WorkerTests {
  /// A worker that has taken item 0 and waits with it before a door.
  private struct Held {
    let door = Door()
    let worked = Notes<Int>()
    let worker: Worker<Int>

    init(bound: Int, batch: Int = 1, cost: @escaping @Sendable (Int) -> Int = { _ in 1 }) {
      let (door, worked, taken) = (door, worked, Notes<Int>())
      worker = Worker("held", bound: bound, batch: batch, cost: cost) { items in
        taken.add(items)
        door.pass()
        worked.add(items)
      }
      #expect(worker.offer(0))
      #expect(taken.wait(for: 1))
    }
  }

  @Test func offerRefusesBeyondTheBoundAndCounts() {
    let held = Held(bound: 3)
    for item in 1...3 { #expect(held.worker.offer(item)) }
    #expect(!held.worker.offer(4))
    #expect(!held.worker.offer(5))
    #expect(held.worker.depth == (items: 3, cost: 3, refused: 2))
    held.door.open()
    #expect(held.worked.wait(for: 4))
    #expect(held.worker.depth == (items: 0, cost: 0, refused: 2))
    #expect(held.worker.offer(6), "there is room again")
    held.worker.stop()
    #expect(held.worked.all == [0, 1, 2, 3, 6])
  }

  @Test func theBoundIsOfCostNotOfItems() {
    let held = Held(bound: 100) { $0 }
    #expect(held.worker.offer(60))
    #expect(held.worker.offer(40), "exactly full")
    #expect(!held.worker.offer(1))
    #expect(held.worker.depth == (items: 2, cost: 100, refused: 1))
    held.door.open()
    held.worker.stop()
  }

  @Test func anItemLargerThanTheBoundPassesAlone() {
    let held = Held(bound: 10) { $0 }
    #expect(held.worker.offer(25))
    #expect(!held.worker.offer(1), "nothing fits beside it")
    #expect(held.worker.depth == (items: 1, cost: 25, refused: 1))
    held.door.open()
    #expect(held.worked.wait(for: 2))
    #expect(held.worker.offer(1))
    held.worker.stop()
    #expect(held.worked.all == [0, 25, 1])
  }

  @Test func pushWaitsForRoom() {
    let held = Held(bound: 3)
    let pushed = Notes<Int>()
    let pusher = NamedThread("pusher") { [worker = held.worker] in
      for item in 1...200 {
        worker.push(item)
        pushed.add(item)
      }
    }
    #expect(pushed.wait(for: 3))
    // That nothing happens can only be shown for a while.
    #expect(!pushed.wait(for: 4, atMost: .milliseconds(50)))
    #expect(held.worker.depth == (items: 3, cost: 3, refused: 0))
    held.door.open()
    pusher.join()
    held.worker.stop()
    #expect(held.worked.all == Array(0...200))
    #expect(held.worker.depth.refused == 0)
  }

  @Test func pushNeverOverfillsTheQueue() {
    let depths = Notes<Int>()
    let itself = Monitor<Worker<Int>?>(nil)
    let worker = Worker<Int>("busy", bound: 4, batch: 1) { _ in
      if let worker = itself.withLock({ $0 }) { depths.add(worker.depth.cost) }
    }
    itself.withLock { $0 = worker }
    let pushers = (0..<4).map { _ in NamedThread("pusher") { for item in 0..<100 { worker.push(item) } } }
    for pusher in pushers { pusher.join() }
    worker.stop()
    itself.withLock { $0 = nil }
    #expect(depths.all.count == 400)
    #expect(depths.all.allSatisfy { $0 <= 4 })
  }

  @Test func stopWorksOffWhatIsQueued() {
    let held = Held(bound: 100, batch: 2)
    for item in 1...9 { #expect(held.worker.offer(item)) }
    let stopped = Notes<Bool>()
    let stopper = NamedThread("stopper") { [worker = held.worker] in
      worker.stop()
      stopped.add(true)
    }
    // Until it stops, offers are taken; from then on none is.
    var extra = 9
    while extra < 90, held.worker.offer(extra + 1) { extra += 1 }
    #expect(stopped.all.isEmpty, "it waits for what is queued")
    held.door.open()
    stopper.join()
    #expect(held.worked.all == Array(0...extra))
    #expect(!held.worker.offer(1000))
    #expect(held.worker.depth.items == 0)
  }

  @Test func handsOverAtMostABatch() {
    let sizes = Notes<Int>()
    let (door, taken) = (Door(), Notes<Int>())
    let worker = Worker<Int>("batches", bound: 100, batch: 4) { items in
      taken.add(items)
      sizes.add(items.count)
      door.pass()
    }
    #expect(worker.offer(0))
    #expect(taken.wait(for: 1))
    for item in 1...10 { #expect(worker.offer(item)) }
    door.open()
    worker.stop()
    #expect(sizes.all == [1, 4, 4, 2])
    #expect(taken.all == Array(0...10))
  }

  @Test func eachProducersOrderIsKept() {
    let worked = Notes<Int>()
    let worker = Worker<Int>("ordered", bound: 8, batch: 3) { worked.add($0) }
    let producers = (0..<4).map { producer in
      NamedThread("producer") { for item in 0..<250 { worker.push(producer * 1_000 + item) } }
    }
    for producer in producers { producer.join() }
    worker.stop()
    for producer in 0..<4 {
      #expect(worked.all.filter { $0 / 1_000 == producer } == (0..<250).map { producer * 1_000 + $0 })
    }
    #expect(worked.all.count == 1_000)
  }

  @Test func anIdleWorkerIsCalledWithNothing() {
    let turns = Notes<[Int]>()
    let worker = Worker<Int>("idle", bound: 8, batch: 3, idle: .milliseconds(2)) { turns.add($0) }
    #expect(turns.wait(for: 3))
    #expect(turns.all.allSatisfy { $0.isEmpty })
    #expect(worker.offer(7))
    worker.stop()
    #expect(turns.all.contains([7]))
  }
}
