import CallModel
import Testing
import Throttling

struct StickyFateTests {
  private let fate = StickyFate(salt: 42)

  private func number(_ id: String, at now: Nanoseconds) -> Double {
    fate.number(of: AdmissionRequest(dimensions: checkout, id: id), randomID: "", at: now)
  }

  @Test func isSpreadEvenly() {
    var counts = [Int](repeating: 0, count: 10)
    for i in 0..<20_000 {
      let number = number("call-\(i)", at: start)
      #expect((0..<1).contains(number))
      counts[Int(number * 10)] += 1
    }
    // Four standard deviations of 2000 ± 42.
    #expect(counts.allSatisfy { abs($0 - 2_000) < 170 }, "\(counts)")
  }

  @Test func aRetryKeepsItsFateForTenMinutesAtMostAndChangesOnce() {
    for i in 0..<200 {
      let seen = (0..<600).map { number("call-\(i)", at: start + .seconds(Int64($0))) }
      let changes = zip(seen, seen.dropFirst()).count { $0 != $1 }
      #expect(changes <= 1)
      #expect(number("call-\(i)", at: start + .minutes(10)) != seen[0])
    }
  }

  @Test func noMomentChangesEverybodysPlace() {
    let moved = (0..<1_000).count {
      number("call-\($0)", at: start) != number("call-\($0)", at: start + .seconds(60))
    }
    // A tenth of ten minutes: about a tenth of the callers.
    #expect((60...140).contains(moved), "\(moved) moved")
  }

  @Test func overTheEpochsNobodyIsAlwaysRefused() {
    for i in 0..<500 {
      // At a share of 30 % the chance of 60 refusals in a row is 5 in ten thousand million.
      let admitted = (0..<60).count { number("caller-\(i)", at: start + Int64($0) * StickyFate.epoch) < 0.3 }
      #expect(admitted > 0 && admitted < 45)
    }
  }

  @Test func hangsOnTheConversationBeforeTheIdBeforeTheRandomId() {
    func number(_ conversation: String?, _ id: String?, _ random: String) -> Double {
      fate.number(
        of: AdmissionRequest(dimensions: checkout, conversation: conversation, id: id), randomID: random, at: start)
    }
    #expect(number("talk", "1", "x") == number("talk", "2", "y"))
    #expect(number(nil, "1", "x") == number(nil, "1", "y"))
    #expect(number(nil, nil, "x") == number(nil, "x", "y"))
    #expect(number(nil, nil, "x") != number(nil, nil, "y"))
    #expect(number("same", nil, "") != number(nil, "same", ""))
  }

  @Test func anotherSaltDrawsOtherLots() {
    let other = StickyFate(salt: 43)
    let request = AdmissionRequest(dimensions: checkout, id: "call")
    #expect(fate.number(of: request, randomID: "", at: start) != other.number(of: request, randomID: "", at: start))
    for now in [Nanoseconds.min, -1, 0, .max] {
      #expect((0..<1).contains(fate.number(of: request, randomID: "", at: now)))
    }
  }
}
