import CallModel
import Glibc
import Testing

@testable import Analysis

private func call(
  _ prompt: String, caller: String = "alice", failed: Bool = false, output: Int64? = nil, input: Int64? = nil,
  conversation: String? = nil, at now: Nanoseconds
) -> PatternCall {
  PatternCall(
    caller: caller, route: "chat", conversation: conversation, prompt: Fingerprint(prompt), hasFailed: failed,
    usage: TokenUsage(input: input, output: output), at: now)
}

@Test("A prompt that fails and is sent again and again is a loop; told of at six, twelve, …")
func retryLoop() {
  var board = PatternBoard()
  var told: [PatternFinding] = []
  for retry in Int64(0)..<30 { told += board.observe(call("q", failed: true, at: .seconds(10 * retry))) }
  #expect(told.map(\.pattern) == [.retryLoop, .retryLoop, .retryLoop])
  #expect(told.first?.evidence == "the same prompt was sent 6 times within 50 s, and 6 of them failed")
  #expect(told.first?.caller == "alice")
}

@Test("No loop: other callers, other prompts, long waits, or answers")
func noRetryLoop() {
  var board = PatternBoard()
  var told: [PatternFinding] = []
  for retry in Int64(0)..<30 {
    let now: Nanoseconds = .minutes(11 * retry)
    told += board.observe(call("waits", failed: true, at: now))
    told += board.observe(call("q", caller: "\(retry)", failed: true, at: now))
    told += board.observe(call("q\(retry)", failed: true, at: now))
  }
  for answer in Int64(0)..<12 { told += board.observe(call("answered", at: .days(1) + .seconds(answer))) }
  #expect(told.isEmpty)
}

@Test("Prompts answered already are told of when there are more than usual, not where they are usual")
func duplicates() {
  var board = PatternBoard()
  var told: [PatternFinding] = []
  for step in Int64(0)..<288 * 2 {
    for one in Int64(0)..<10 {
      let now: Nanoseconds = .minutes(5 * step) + .seconds(20 * one)
      // A health check that has always been there.
      told += board.observe(call("are you there?", caller: "probe", at: now))
      told += board.observe(call("\(step) \(one)", at: now))
      if step >= 500, step < 506 {
        for copy in Int64(1)..<6 { told += board.observe(call("\(step) \(one)", at: now + .seconds(copy))) }
      }
    }
  }
  #expect(told.map(\.pattern) == [.duplicateRequests])
  #expect(told.first?.caller == "alice")
  #expect(
    told.first?.evidence
      == "50 of 60 calls in five minutes repeated a prompt that had just been answered; usual are at most 0")
}

@Test("Answers that have become much longer are found within 30 calls", arguments: 1...3)
func longerAnswers(seed: UInt64) {
  var board = PatternBoard()
  var random = SeededGenerator(seed: seed)
  var told: [(Int64, PatternFinding)] = []
  for number in Int64(0)..<3_000 {
    let tokens = 200 * exp(0.6 * random.normal()) * (number >= 2_000 ? 5 : 1)
    for finding in board.observe(call("\(number)", output: max(1, Int64(tokens)), at: .seconds(number))) {
      told.append((number, finding))
    }
  }
  #expect(told.first.map { (2_000..<2_030).contains($0.0) } == true)
  #expect(told.allSatisfy { $0.1.pattern == .longerAnswers })
}

@Test("A conversation that sends its whole past each time is told of once it is far longer than others")
func growingContext() {
  var board = PatternBoard()
  var told: [PatternFinding] = []
  for chat in Int64(0)..<200 {
    for turn in Int64(0)..<6 {
      let at: Nanoseconds = .seconds(10 * chat + turn)
      told += board.observe(call("\(chat) \(turn)", input: 500 + 300 * turn, conversation: "\(chat)", at: at))
    }
  }
  #expect(told.isEmpty)
  for turn in Int64(0)..<60 {
    told += board.observe(
      call("agent \(turn)", input: 800 + 700 * turn, conversation: "agent", at: .hours(1) + .seconds(turn)))
  }
  #expect(told.map(\.pattern) == Array(repeating: .growingContext, count: told.count))
  #expect((2...5).contains(told.count))
  #expect(told.first?.conversation == "agent")
}

@Test("A week of ordinary calls tells of little", arguments: 1...2)
func ordinaryCalls(seed: UInt64) {
  let told = OrdinaryCalls(seed: seed).play(weeks: 1, callers: 10, callsPerDay: 200)
  // About 14,000 calls.
  #expect(told.count <= 2, "\(told.map(\.evidence))")
}

@Test("A table of what was seen lately keeps to its bound, and forgets after its time")
func recentTable() {
  var table = RecentTable<Int>(span: .minutes(10), capacity: 100)
  for key in UInt64(0)..<10_000 { table.change(key, at: 0, fresh: 0) { $0 += 1 } }
  #expect(table.count <= 200)
  #expect(table.change(9_999, at: .minutes(9), fresh: 0) { $0 } == 1)
  #expect(table.change(9_999, at: .minutes(60), fresh: 0) { $0 } == 0)
}

@Test("Moments and counts beyond all bounds do no harm")
func hostileCalls() {
  var board = PatternBoard()
  for moment: Nanoseconds in [0, .max, .min, .days(3), -5, .days(20_000), .max, 0] {
    for tokens: Int64 in [.max, .min, 0, 1] {
      _ = board.observe(call("q", failed: tokens == 0, output: tokens, input: tokens, conversation: "c", at: moment))
    }
  }
}
