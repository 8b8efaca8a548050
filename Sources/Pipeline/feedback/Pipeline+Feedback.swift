package import Analysis
package import CallModel
package import Storage

/// Which call a person speaks of.
package enum LabelledAnswer: Hashable, Sendable {
  case call(Int64)
  /// The only call of a trace, or the one of a span.
  case trace(TraceID, span: SpanID?)
}

/// Why a label was not taken.
package enum FeedbackRefusal: Error, Hashable, Sendable {
  case noCall
  /// The trace has several calls, of these spans.
  case ambiguous([SpanID])
  /// The evaluator has no verdict on the call.
  case notJudged(by: String)
  case unwritten
  case store(String)
  case busy
}

/// How an evaluator agrees with people.
package struct EvaluatorAgreement: Hashable, Sendable {
  package var evaluator: String
  package var agreement: Agreement
}

extension Pipeline {
  /// Writes down what a person says of an answer, and returns the call's id when that is on disk.
  package func label(
    _ answer: LabelledAnswer, isGood: Bool, evaluator: String? = nil, by person: String, comment: String? = nil
  ) async throws(FeedbackRefusal) -> Int64 {
    let result = await queries.run { [reader, index] () -> Result<Int64, FeedbackRefusal> in
      let found: Result<Int64, FeedbackRefusal>
      do throws(StorageError) {
        found = try reader.read { try $0.find(answer, judgedBy: evaluator) }
      } catch {
        return .failure(.store("\(error)"))
      }
      guard case .success(let call) = found else { return found }
      index.push(
        .feedback(
          Feedback(
            call: call, evaluator: evaluator, person: person, isGood: isGood, comment: comment, at: wallClock())))
      return index.settle() ? found : .failure(.unwritten)
    }
    guard let result else { throw .busy }
    return try result.get()
  }

  /// How each evaluator agrees with people, over all labels that are kept; and the newest of these.
  package func feedback(
    limit: Int
  ) async throws(QueryError) -> (agreements: [EvaluatorAgreement], newest: [Feedback], count: Int) {
    try await query { [reader] () throws(StorageError) in
      try reader.read { snapshot in
        let labelled = Dictionary(grouping: try snapshot.labelledCalls(), by: \.evaluator)
        let agreements = labelled.sorted { $0.key < $1.key }.map { evaluator, calls in
          EvaluatorAgreement(
            evaluator: evaluator,
            agreement: Agreement(
              calls.map { LabelledVerdict(isGood: $0.isGood, isFailed: $0.kind == .fail, score: $0.score) }))
        }
        return (agreements, try snapshot.feedback(limit: limit), try snapshot.feedbackCount())
      }
    }
  }
}

extension IndexSnapshot {
  fileprivate func find(_ answer: LabelledAnswer, judgedBy evaluator: String?) throws -> Result<Int64, FeedbackRefusal>
  {
    let id: Int64
    switch answer {
    case .call(let call):
      guard try self.call(call) != nil else { return .failure(.noCall) }
      id = call
    case .trace(let trace, let span):
      let calls = try calls(ofTrace: trace).filter { span == nil || $0.span == span }
      guard let only = calls.first else { return .failure(.noCall) }
      guard calls.count == 1 else { return .failure(.ambiguous(calls.prefix(20).map(\.span))) }
      id = only.id
    }
    if let evaluator, try !verdicts(of: id).contains(where: { $0.evaluator == evaluator }) {
      return .failure(.notJudged(by: evaluator))
    }
    return .success(id)
  }
}
