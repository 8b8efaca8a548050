import CallModel
import Evaluation
import Testing

@Suite struct ChangeTests {
  @Test(arguments: [
    (Verdict.Kind?.some(.pass), Verdict.Kind.fail, Change.regression), (.pass, .error, .regression),
    (.pass, .pass, .same), (.pass, .skip, .unjudged), (.fail, .pass, .fixed), (.fail, .fail, .same),
    (.fail, .error, .same), (.fail, .skip, .unjudged), (.error, .pass, .fixed), (.error, .fail, .same),
    (.error, .skip, .unjudged), (.skip, .pass, .new), (.skip, .fail, .new), (.skip, .skip, .same),
    (nil, .pass, .new), (nil, .fail, .new), (nil, .skip, .new),
  ])
  func everyPair(old: Verdict.Kind?, new: Verdict.Kind, change: Change) {
    #expect(Change(from: old, to: new) == change)
  }

  private func changes(_ pairs: (Verdict.Kind?, Verdict.Kind)...) -> ChangeCounts {
    var counts = ChangeCounts()
    for (old, new) in pairs { counts.add(Change(from: old, to: new), new) }
    return counts
  }

  @Test func theyAreCounted() {
    var counts = changes((.pass, .fail), (.fail, .pass), (nil, .fail), (nil, .pass), (.pass, .skip), (.pass, .pass))
    counts.gone = 4
    #expect(counts.text == "1 regression, 1 fixed, 2 new (1 fail), 4 gone, 1 no longer judged")
  }

  private func tally(_ verdicts: Verdict...) -> Tally {
    var tally = Tally("e")
    for (place, verdict) in verdicts.enumerated() { tally.add(verdict, on: RowID(line: place)) }
    return tally
  }

  @Test func withoutABaselineAnythingThatFailsFails() {
    let gate = Gate(hasBaseline: false, mostFailures: nil)
    #expect(gate.reasons([tally(.pass, .skip("s"))], ChangeCounts()).isEmpty)
    #expect(gate.reasons([tally(.pass), tally(.pass, .fail("f"))], ChangeCounts()).count == 1)
    #expect(gate.reasons([tally(.error("e"))], ChangeCounts()).count == 1, "what could not be judged did not pass")
  }

  @Test func withABaselineOnlyRegressionsFail() {
    let gate = Gate(hasBaseline: true, mostFailures: nil)
    #expect(gate.reasons([tally(.fail("f"))], changes((.fail, .fail), (nil, .fail))).isEmpty)
    #expect(gate.reasons([tally(.fail("f"))], changes((.pass, .fail))).count == 1)
  }

  @Test func aLimitIsHeldByEachEvaluator() {
    let gate = Gate(hasBaseline: false, mostFailures: 0.5)
    #expect(gate.reasons([tally(.pass, .fail("f"), .skip("s"))], ChangeCounts()).isEmpty)
    #expect(
      gate.reasons([tally(.pass), tally(.pass, .fail("f"), .error("e"))], ChangeCounts())
        == ["e: 66.7 % fail, 50.0 % may"])
  }
}
