import Testing

@testable import Pipeline

@Suite struct IntakeGateTests {
  @Test func takesUpToItsLimit() {
    let gate = IntakeGate(limit: 100)
    #expect(gate.enter(60))
    #expect(gate.enter(40), "exactly full")
    #expect(!gate.enter(1))
    #expect(gate.inUse == 100, "what was refused takes no room")
    gate.leave(40)
    #expect(gate.enter(1))
    #expect(gate.inUse == 61)
  }

  @Test func aBatchLargerThanTheLimitPassesAlone() {
    let gate = IntakeGate(limit: 100)
    #expect(gate.enter(1_000))
    #expect(!gate.enter(1))
    gate.leave(1_000)
    #expect(gate.enter(1))
    #expect(!gate.enter(1_000))
    #expect(gate.inUse == 1)
  }

  @Test func holdsUnderContention() async {
    let gate = IntakeGate(limit: 10)
    let inside = Monitor((now: 0, most: 0))
    await withTaskGroup(of: Void.self) { group in
      for _ in 0..<8 {
        group.addTask {
          for _ in 0..<2_000 where gate.enter(3) {
            inside.withLock {
              $0.now += 3
              $0.most = max($0.most, $0.now)
            }
            inside.withLock { $0.now -= 3 }
            gate.leave(3)
          }
        }
      }
    }
    #expect(inside.withLock { $0.most } <= 10)
    #expect(inside.withLock { $0.most } > 0)
    #expect(gate.inUse == 0)
  }
}
