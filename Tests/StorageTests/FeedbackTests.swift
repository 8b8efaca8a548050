import CallModel
import Storage
import Testing

/// Labels of people, and the verdicts that they are held against.
@Suite struct FeedbackTests {
  let folder: TemporaryFolder
  let index: Index

  init() throws {
    folder = try TemporaryFolder()
    index = try Index(folder.lock(), symbols: symbols)
    try index.write(changes([indexed(1, firstCall: 1, calls: [call(1), call(2), call(3)])]))
  }

  private func judge(_ call: Int64, _ evaluator: String, _ kind: Verdict.Kind, score: Double? = nil) throws {
    var changes = IndexChanges<[UInt8]>()
    changes.verdicts = [
      JudgedCall(
        call: call, evaluator: evaluator, verdict: Verdict(kind, score: score),
        sample: Sample(stratum: .random, inclusion: 1), at: newYear)
    ]
    try index.write(changes)
  }

  private func label(
    _ call: Int64, _ isGood: Bool, by person: String, of evaluator: String? = nil, at: Nanoseconds = newYear
  ) throws {
    var changes = IndexChanges<[UInt8]>()
    changes.feedback = [Feedback(call: call, evaluator: evaluator, person: person, isGood: isGood, at: at)]
    try index.write(changes)
  }

  private func labelled() throws -> [String] {
    try index.reader.read { try $0.labelledCalls() }.map { "\($0.call) \($0.evaluator) \($0.isGood ? "good" : "bad")" }
  }

  @Test func aLabelOfTheAnswerCountsForEveryEvaluatorThatJudgedIt() throws {
    try judge(1, "a", .fail, score: 0.2)
    try judge(1, "b", .pass)
    try judge(1, "c", .skip)
    try judge(2, "a", .pass)
    try label(1, false, by: "ann")
    #expect(try labelled() == ["1 a bad", "1 b bad"])
    let first = try #require(try index.reader.read { try $0.labelledCalls() }.first)
    #expect(first.kind == .fail && first.score == 0.2)
  }

  @Test func aLabelOfAnEvaluatorsQuestionCountsBeforeThoseOfTheAnswer() throws {
    try judge(1, "a", .fail)
    try judge(1, "b", .fail)
    try label(1, false, by: "ann")
    try label(1, false, by: "bea")
    try label(1, true, by: "cis", of: "a")
    #expect(try labelled() == ["1 a good", "1 b bad"])
  }

  @Test func mostPeopleAreRightAndEquallyDividedOnesSayNothing() throws {
    try judge(1, "a", .fail)
    try label(1, true, by: "ann")
    #expect(try labelled() == ["1 a good"])
    try label(1, false, by: "bea")
    #expect(try labelled() == [])
    try label(1, false, by: "cis")
    #expect(try labelled() == ["1 a bad"])
    // The last word of a person is the one that counts.
    try label(1, true, by: "cis")
    #expect(try labelled() == ["1 a good"])
    #expect(try index.reader.read { try $0.feedbackCount() } == 3)
  }

  @Test func labelsAndTheirVerdictsOutliveTheCall() throws {
    try judge(1, "a", .fail)
    try judge(2, "a", .fail)
    try label(1, false, by: "ann")
    while try index.retain(since: .max - 1) {}
    #expect(try index.reader.read { try $0.call(1) } == nil)
    #expect(try labelled() == ["1 a bad"])
    #expect(try index.reader.read { try $0.verdicts(of: 2) } == [])
  }

  @Test func aCallIsFoundByItsTrace() throws {
    let trace = try #require(try index.reader.read { try $0.call(2) }).trace
    #expect(try index.reader.read { try $0.calls(ofTrace: trace) }.map(\.id).contains(2))
    #expect(try index.reader.read { try $0.calls(ofTrace: TraceID(high: 9, low: 9)) }.isEmpty)
  }

  @Test func newestLabelsComeFirst() throws {
    for (place, person) in ["ann", "bea", "cis"].enumerated() {
      try label(1, true, by: person, at: newYear + Int64(place))
    }
    #expect(try index.reader.read { try $0.feedback(limit: 2) }.map(\.person) == ["cis", "bea"])
  }

  @Test func aReferenceTakesThePlaceOfAnEarlierOneAndGoesWithNone() throws {
    func put(_ question: String, _ answers: String?) throws {
      var changes = IndexChanges<[UInt8]>()
      changes.references = [ReferenceAnswer(question: question, answers: answers, at: newYear)]
      try index.write(changes)
    }
    func all() throws -> [String] {
      var found: [String] = []
      try index.reader.read { try $0.forEachReference { found.append("\($0.question)=\($0.answers ?? "-")") } }
      return found
    }
    try put("q", "one")
    try put("q", "two")
    try put("r", "three")
    #expect(try all() == ["q=two", "r=three"])
    try put("q", nil)
    #expect(try all() == ["r=three"])
  }
}
