import Testing

@testable import Pipeline

@Suite struct ThreadExecutorTests {
  @Test func tasksRunOnItsThread() async {
    let executor = ThreadExecutor("own-thread")
    let names = await Task(executorPreference: executor) {
      var names = [threadName()]
      // After a suspension too.
      await Task.yield()
      names.append(threadName())
      names.append(await named())
      return names
    }.value
    #expect(names == ["own-thread", "own-thread", "own-thread"])
    executor.stop()
  }

  private func named() async -> String { threadName() }

  @Test func jobsRunInTheirOrder() async {
    let executor = ThreadExecutor("ordered")
    let notes = Notes<Int>()
    let tasks = (0..<100).map { number in Task(executorPreference: executor) { notes.add(number) } }
    for task in tasks { await task.value }
    #expect(notes.all == Array(0..<100))
    executor.stop()
  }

  @Test func aBlockedOneBlocksNobodyElse() async {
    let executor = ThreadExecutor("blocked")
    let door = Door()
    let blocked = Task(executorPreference: executor) { door.pass() }
    // More than the pool has threads: if the blocked one sat there, these would come to a stand.
    await withTaskGroup(of: Void.self) { group in
      for _ in 0..<64 { group.addTask { await Task.yield() } }
    }
    door.open()
    #expect(await blocked.value)
    executor.stop()
  }

  @Test func stopRunsWhatIsQueuedAndEndsTheThread() {
    let executor = ThreadExecutor("stopping")
    let door = Door()
    let notes = Notes<Int>()
    for number in 0..<5 {
      Task(executorPreference: executor) {
        if number == 0 { door.pass() }
        if threadName() == "stopping" { notes.add(number) }
      }
    }
    door.open()
    executor.stop()
    #expect(notes.all == Array(0..<5))
    #expect(threadEnds("stopping"))
  }

  @Test func anIdleOneStops() {
    let executor = ThreadExecutor("idle-exec")
    executor.stop()
    #expect(threadEnds("idle-exec"))
  }
}
