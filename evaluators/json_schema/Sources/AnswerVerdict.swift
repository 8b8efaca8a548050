internal import CallModel
internal import JSON
internal import Patterns
internal import PluginKit

/// The verdict on what one call brought, by one schema.
struct AnswerVerdict {
  let schema: Schema
  let call: LLMCall

  /// On the JSON in the text of the answer.
  func verdict(onTextAt place: JSONPlace) -> Verdict {
    var output = call.output
    return output.withUTF8 { utf8 in
      let bytes = UnsafeRawBufferPointer(utf8)
      do throws(JSONFault) {
        let found = try AnswerJSON.find(place, in: bytes)
        return found.tape.withView(of: bytes) { view in
          verdict(on: view) { violation in
            let span = view.value(at: violation.place).map(view.span)
            return .fail(
              violation.explanation, label: violation.keyword,
              evidence: span.map { [call.output.codePoints(ofBytes: $0)] } ?? [])
          }
        }
      } catch {
        let next = error.offset..<min(error.offset + 1, bytes.count)
        return verdict(
          on: JSONError(error, in: bytes), "the answer",
          evidence: next.isEmpty ? [] : [call.output.codePoints(ofBytes: next)])
      }
    }
  }

  /// On the arguments of a tool that the answer asks for; they are no part of its text.
  func verdict(on tool: ToolCall) -> Verdict {
    let what = "the call of the tool '\(shortened(tool.name))'"
    // A tool without parameters is often called with nothing at all.
    var arguments = tool.arguments.isEmpty ? "{}" : tool.arguments
    return arguments.withUTF8 { utf8 in
      let bytes = UnsafeRawBufferPointer(utf8)
      do throws(JSONFault) {
        let tape = try JSONTape(reading: bytes, maxDepth: AnswerJSON.deepest)
        try tape.expectEnd(in: bytes)
        return tape.withView(of: bytes) { view in
          verdict(on: view) { .fail("\(what): \($0.explanation)", label: $0.keyword) }
        }
      } catch {
        return verdict(on: JSONError(error, in: bytes), what, evidence: [])
      }
    }
  }

  private func verdict(on value: JSONView, _ failure: (Violation) -> Verdict) -> Verdict {
    do throws(ValidationFault) {
      return try Validation.violation(of: schema, by: value).map(failure) ?? .pass
    } catch {
      return .error(error.explanation, label: error.label)
    }
  }

  /// What it is if no JSON was found in it.
  private func verdict(on error: JSONError, _ what: String, evidence: [Range<Int>]) -> Verdict {
    if call.finish == .length || call.outcome == .truncated {
      return .fail("\(what) was cut off at its output limit: \(error)", label: "truncated")
    }
    if error.kind == .tooDeep { return .error("\(what) cannot be judged: \(error)", label: "too_deep") }
    if error.kind == .endsEarly, call.finish == .unknown {
      return .fail("\(what) is cut off: \(error)", label: "truncated")
    }
    return .fail("\(what) is no JSON: \(error)", label: "not_json", evidence: evidence)
  }
}
