internal import Analysis
internal import CallModel
internal import HTTPTypes
internal import Hummingbird
internal import JSON
internal import Pipeline
internal import Storage

/// `POST /api/feedback`, what a person says of an answer; `GET /api/feedback`, how evaluators agree with people.
struct FeedbackRoutes: Sendable {
  let pipeline: Pipeline

  func add(to router: Router<AssayContext>) {
    router.endpoint("/api/feedback", [.get: list, .post: label])
  }

  private func label(_ request: Request, _ context: AssayContext) async throws -> Response {
    let fields = try await JSONFields(request)
    let isGood: Bool
    switch try fields.requiredText("label") {
    case "good": isGood = true
    case "bad": isGood = false
    case let other: throw APIError.badRequest("'label' must be good or bad; found '\(other)'")
    }
    let answer = try LabelledAnswer(fields)
    let (evaluator, comment) = (try fields.text("evaluator"), try fields.text("comment"))
    let person = try fields.text("by") ?? "unknown"
    do throws(FeedbackRefusal) {
      let call = try await pipeline.label(answer, isGood: isGood, evaluator: evaluator, by: person, comment: comment)
      return .json(["call": JSON(call), "label": .string(isGood ? "good" : "bad"), "by": .string(person)])
    } catch {
      throw APIError(error)
    }
  }

  private func list(_ request: Request, _ context: AssayContext) async throws -> Response {
    let limit = try QueryParameters(request, known: ["limit"]).limit()
    let found = try await asking { try await pipeline.feedback(limit: limit) }
    return .json([
      "labels": JSON(Int64(found.count)),
      "evaluators": .array(found.agreements.map(\.json)),
      "newest": .array(found.newest.map(\.json)),
    ])
  }
}

extension LabelledAnswer {
  /// Reads `call`, or `trace_id` with or without `span_id`.
  fileprivate init(_ fields: JSONFields) throws(APIError) {
    let (call, trace, span) = (try fields.count("call"), try fields.text("trace_id"), try fields.text("span_id"))
    switch (call, trace) {
    case (let call?, nil):
      if span != nil { throw APIError.badRequest("'span_id' belongs to 'trace_id'") }
      self = .call(call)
    case (nil, let trace?):
      guard let high = UInt64(hexadecimal: trace.utf8.prefix(16)), trace.utf8.count == 32,
        let low = UInt64(hexadecimal: trace.utf8.suffix(16))
      else { throw APIError.badRequest("'trace_id' must be 32 hexadecimal digits") }
      guard let span else {
        self = .trace(TraceID(high: high, low: low), span: nil)
        return
      }
      guard let value = UInt64(hexadecimal: span.utf8[...]), span.utf8.count == 16 else {
        throw APIError.badRequest("'span_id' must be 16 hexadecimal digits")
      }
      self = .trace(TraceID(high: high, low: low), span: SpanID(value))
    default: throw APIError.badRequest("name the answer by either 'call' or 'trace_id'")
    }
  }
}

extension UInt64 {
  fileprivate init?(hexadecimal digits: Substring.UTF8View) {
    guard digits.allSatisfy({ $0 != UInt8(ascii: "+") && $0 != UInt8(ascii: "-") }) else { return nil }
    self.init(Substring(digits), radix: 16)
  }
}

extension APIError {
  fileprivate init(_ refusal: FeedbackRefusal) {
    switch refusal {
    case .noCall:
      self = .notFound(
        "there is no such call: it may not have arrived yet, or be older than storage.keep; a trace is looked for "
          + "among the latest 200,000 calls")
    case .ambiguous(let spans):
      self.init(
        status: .conflict, code: "ambiguous",
        message: "the trace has several calls; name one by 'span_id': \(spans.map { "\($0)" }.joined(separator: ", "))")
    case .notJudged(let evaluator): self = .notFound("'\(evaluator)' has no verdict on this call")
    case .unwritten:
      self.init(status: .serviceUnavailable, code: "unwritten", message: "the disk has not taken it; send it again")
    case .store(let problem): self.init(status: .serviceUnavailable, code: "store_unavailable", message: problem)
    case .busy:
      self.init(
        status: .serviceUnavailable, code: "store_unavailable",
        message: "too many requests wait for the store; try again")
    }
  }
}

extension EvaluatorAgreement {
  fileprivate var json: JSON {
    [
      "evaluator": .string(evaluator), "labelled": JSON(Int64(agreement.labelled)),
      "failed_and_bad": JSON(Int64(agreement.failedAndBad)), "failed_and_good": JSON(Int64(agreement.failedAndGood)),
      "passed_and_bad": JSON(Int64(agreement.passedAndBad)), "passed_and_good": JSON(Int64(agreement.passedAndGood)),
      "precision": agreement.precision?.json ?? .null, "recall": agreement.recall?.json ?? .null,
      "threshold": agreement.advice?.json ?? .null,
    ]
  }
}

extension Proportion {
  fileprivate var json: JSON {
    ["value": JSON(value), "lower": JSON(lower), "upper": JSON(upper), "of": JSON(Int64(trials))]
  }
}

extension ThresholdAdvice {
  fileprivate var json: JSON {
    [
      "pass_at": JSON(passAt), "balanced_accuracy": JSON(balancedAccuracy), "now": JSON(now), "better": .bool(isBetter),
    ]
  }
}

extension Feedback {
  fileprivate var json: JSON {
    [
      "call": JSON(call), "evaluator": .optional(evaluator), "by": .string(person),
      "label": .string(isGood ? "good" : "bad"), "comment": .optional(comment), "at_ns": JSON(at),
    ]
  }
}
