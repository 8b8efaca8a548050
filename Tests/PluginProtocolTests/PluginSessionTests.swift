import CallModel
import JSON
import PluginKit
import Testing

@testable import PluginProtocol

@Suite struct PluginSessionTests {
  @Test func saysHelloFirstAndAsksOnceItIsReady() {
    var run = SessionRun()
    run.take(run.session.begin(now: run.now))
    run.ask(2)
    #expect(run.starts == [run.now])
    run.take(run.session.started(now: run.now))
    #expect(run.written.count == 1)
    let hello = run.written.first?["hello"]
    #expect(hello?["protocol"]?.number?.int64 == 1)
    #expect(hello?["max_in_flight"]?.number?.int64 == 64)
    #expect(hello?["deadline_ms"]?.number?.int64 == 2_000)
    #expect(hello?["config"]?["k"]?.string == "v")
    run.says("{\"ready\":{\"protocol\":1,\"name\":\"tox\",\"version\":\"1.2\",\"more\":[]}}\n")
    #expect(run.asked == ["1", "2"])
    #expect(run.session.name == "tox")
  }

  @Test func takesAnswersInAnyOrderAndCutAnywhere() {
    var run = SessionRun.ready()
    run.ask(3)
    let text =
      "{\"id\":\"3\",\"verdict\":\"fail\",\"score\":0.25,\"explanation\":\"é\"}\r\n\n{\"id\":\"1\",\"verdict\":\"pass\"}\n"
    for byte in text.utf8 { run.says([byte]) }
    #expect(run.verdict(3) == Verdict(.fail, score: 0.25, explanation: "é"))
    #expect(run.verdict(1) == Verdict(.pass))
    #expect(run.replies[2] == nil)
    #expect(run.session.tally.answers == 2)
  }

  @Test func handsOverNoMoreThanTheWindow() {
    var run = SessionRun.ready(maxInFlight: 2)
    run.ask(5)
    #expect(run.asked == ["1", "2"])
    run.answers(2)
    #expect(run.asked == ["1", "2", "3"])
    #expect(run.session.waitingCount == 2)
  }

  @Test func refusesWhatTheQueueDoesNotHold() {
    var run = SessionRun.ready(maxInFlight: 1, queue: 2)
    run.ask(1)
    run.ask(3)
    #expect(run.failure(2) == nil)
    #expect(run.failure(4) == .busy)
  }

  @Test func answersLateTwiceAndUnaskedAreCountedAndIgnored() {
    var run = SessionRun.ready()
    run.ask(2)
    run.answers(1)
    run.answers(1, "fail")
    run.answers(99)
    run.says("{\"id\":\"01\",\"verdict\":\"pass\"}\n{\"id\":\"x\",\"verdict\":\"pass\"}\n{\"hint\":1}\n")
    run.wait(.seconds(2))
    #expect(run.failure(2) == .timeout)
    run.answers(2)
    #expect(run.verdict(1)?.kind == .pass)
    #expect(run.failure(2) == .timeout)
    #expect(run.session.tally.strays == 6)
    #expect(run.doubles == 0)
    // A late answer shows that the program is alive.
    run.wait(.seconds(5))
    #expect(run.kills == 0)
  }

  @Test func aHungProgramIsToldThenKilledThenStartedAgain() {
    var run = SessionRun.ready()
    run.ask(3)
    run.wait(.milliseconds(1_999))
    #expect(run.replies.isEmpty)
    run.wait(.milliseconds(1))
    #expect((1...3).allSatisfy { run.failure($0) == .timeout })
    #expect(run.cancelled == ["1", "2", "3"])
    #expect(run.kills == 0)
    run.wait(.seconds(1))
    #expect(run.kills == 1)
    run.ends(.signal(9))
    #expect(run.starts.count == 2)
    #expect(run.session.tally.timeouts == 3)
    #expect(run.session.tally.restarts == 1)
  }

  @Test func aCrashIsAnErrorForWhatWasInFlightAndForNothingElse() {
    var run = SessionRun.ready(maxInFlight: 2)
    run.ask(4)
    run.answers(1)
    run.ends(.status(3))
    #expect(run.verdict(1)?.kind == .pass)
    #expect(run.failure(2) == .crashed)
    #expect(run.failure(3) == .crashed)
    #expect(run.replies[4] == nil)
    #expect(run.starts == [run.now, run.now])
    run.comesUp()
    #expect(run.asked.last == "4")
    run.answers(4)
    #expect(run.verdict(4)?.kind == .pass)
  }

  @Test func aCrashLoopIsSlowedDownAndAnHonestTimeForgivesIt() {
    var run = SessionRun()
    run.take(run.session.begin(now: run.now))
    var gaps: [Nanoseconds] = []
    for _ in 0..<10 {
      let ended = run.now
      run.take(run.session.started(now: run.now))
      run.ends(.status(1))
      if case .waiting(let until) = run.session.phase { run.wait(until - run.now) }
      gaps.append((run.starts.last ?? 0) - ended)
    }
    #expect(gaps.prefix(4) == [0, .milliseconds(250), .milliseconds(500), .seconds(1)])
    #expect(gaps.last == .seconds(30))
    run.comesUp()
    run.wait(.seconds(10))
    run.ends(.status(1))
    #expect(run.starts.last == run.now)
  }

  @Test func whileItWaitsForARestartNobodyWaitsInVain() {
    var run = SessionRun()
    run.take(run.session.begin(now: run.now))
    for _ in 0..<6 {
      run.take(run.session.failedToStart("no such file", now: run.now))
      if case .waiting = run.session.phase, run.session.nextWake.map({ $0 - run.now > .seconds(2) }) == true { break }
      run.wait(.seconds(2))
    }
    let ids = run.ask(1)
    #expect(run.failure(ids.lowerBound) == .unavailable)
  }

  @Test func aProgramThatIsNeverReadyIsKilled() {
    var run = SessionRun()
    run.ask(1)
    run.take(run.session.started(now: run.now))
    run.wait(.seconds(2))
    #expect(run.failure(1) == .unavailable)
    run.wait(.seconds(8))
    #expect(run.kills == 1)
    run.ends(.signal(9))
    #expect(run.starts.count == 2)
  }

  @Test func aWithdrawnQuestionIsCancelled() {
    var run = SessionRun.ready(maxInFlight: 1)
    run.ask(2)
    run.take(run.session.cancel([1, 2, 7], now: run.now))
    #expect(run.failure(1) == .cancelled)
    #expect(run.failure(2) == .cancelled)
    #expect(run.cancelled == ["1"])
    run.answers(1, "skip")
    run.wait(.seconds(5))
    #expect(run.kills == 0)
    #expect(run.doubles == 0)
  }

  @Test func itEndsOnceAllIsAnswered() {
    var run = SessionRun.ready()
    run.ask(1)
    run.take(run.session.stop(now: run.now))
    #expect(run.closes == 0)
    let late = run.ask(1)
    #expect(run.failure(late.lowerBound) == .cancelled)
    run.answers(1)
    #expect(run.closes == 1)
    run.ends(.status(0))
    #expect(run.finishes == 1)
    #expect(run.starts.count == 1)
  }

  @Test func aProgramThatDoesNotLeaveIsKilled() {
    var run = SessionRun.ready()
    run.take(run.session.stop(now: run.now))
    run.wait(.milliseconds(1_999))
    #expect(run.kills == 0)
    run.wait(.milliseconds(1))
    #expect(run.kills == 1)
    run.ends(.signal(9))
    #expect(run.finishes == 1)
  }
}
