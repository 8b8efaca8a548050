internal import CallModel
internal import JSON
internal import Patterns
internal import PluginKit

/// Judges each answer by one schema.
struct JSONSchemaEvaluator: Evaluator {
  let schema: Schema
  let place: JSONPlace

  func judge(_ calls: [LLMCall]) async -> [Verdict] { calls.map(judge) }

  private func judge(_ call: LLMCall) -> Verdict {
    if call.output.isEmpty {
      if !call.toolCalls.isEmpty { return .skip("the answer asks for tools and has no text") }
      if call.outcome == .error { return .skip("the call failed and has no answer") }
    }
    var output = call.output
    return output.withUTF8 { utf8 in
      let bytes = UnsafeRawBufferPointer(utf8)
      do throws(JSONFault) {
        let found = try AnswerJSON.find(place, in: bytes)
        return verdict(on: found, in: bytes, of: call)
      } catch {
        return verdict(on: error, in: bytes, of: call)
      }
    }
  }

  private func verdict(on answer: AnswerJSON, in bytes: UnsafeRawBufferPointer, of call: LLMCall) -> Verdict {
    do throws(ValidationFault) {
      guard let violation = try Validation.violation(of: schema, by: answer.value) else { return .pass }
      let span = JSON.span(of: violation.place, in: bytes, from: answer.span.lowerBound)
      return .fail(
        violation.explanation, label: violation.keyword,
        evidence: span.map { [call.output.codePoints(ofBytes: $0)] } ?? [])
    } catch {
      return .error(error.explanation, label: error.label)
    }
  }

  /// What the answer is if no JSON was found in it.
  private func verdict(on fault: JSONFault, in bytes: UnsafeRawBufferPointer, of call: LLMCall) -> Verdict {
    let error = JSONError(fault, in: bytes)
    if call.finish == .length || call.outcome == .truncated {
      return .fail("the answer was cut off at its output limit: \(error)", label: "truncated")
    }
    switch error.kind {
    case .tooDeep: return .error("the answer cannot be judged: \(error)", label: "too_deep")
    default: break
    }
    let next = error.offset..<min(error.offset + 1, bytes.count)
    return .fail(
      "the answer is no JSON: \(error)", label: "not_json",
      evidence: next.isEmpty ? [] : [call.output.codePoints(ofBytes: next)])
  }
}
