import CallModel
import Testing

@testable import Analysis

@Suite("Verdicts of a session")
struct SessionBetsTests {
  @Test("a session is one bet, a minute after its last verdict")
  func closes() {
    var sessions = SessionBets<Int>()
    for second in [0, 40, 80] {
      let closed = sessions.add(second == 0 ? 1 : 0, to: 7, at: .seconds(Int64(second)))
      #expect(closed.isEmpty)
    }
    let early = sessions.close(dueAt: .seconds(139))
    #expect(early.isEmpty)
    let closed = sessions.close(dueAt: .seconds(140))
    #expect(closed.map(\.key) == [7])
    #expect(abs((closed.first?.mean ?? 0) - 1.0 / 3) < 1e-12)
    #expect(sessions.count == 0)
  }

  @Test("a session that does not end is closed ten minutes after it began")
  func longest() {
    var sessions = SessionBets<Int>()
    var closed = 0
    for second in stride(from: 0, to: 3_600, by: 20) {
      closed += sessions.add(0, to: 7, at: .seconds(Int64(second))).count
    }
    #expect(closed == 5)
  }

  @Test("beyond the bound the session that is due first is closed early")
  func bounded() {
    var sessions = SessionBets<Int>(capacity: 100)
    var closed = 0
    for session in 0..<1_000 { closed += sessions.add(1, to: session, at: .seconds(1)).count }
    #expect(sessions.count == 100)
    #expect(closed == 900)
  }

  @Test("a clock that is set back closes what it left in the future")
  func clock() {
    var sessions = SessionBets<Int>()
    _ = sessions.add(1, to: 1, at: .days(10))
    let closed = sessions.close(dueAt: .days(1))
    #expect(closed.count == 1)
  }
}
