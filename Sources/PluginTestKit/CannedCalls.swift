public import CallModel

/// A handful of calls as applications make them, and some as nobody would.
public enum CannedCalls {
  /// A question answered from retrieved documents.
  public static var grounded: LLMCall {
    var call = chat(route: "support", "How long do I have to return shoes?")
    call.system = "Answer from the documents only."
    call.context = [
      "Returns. Unworn shoes may be sent back within 30 days of delivery.", "Shipping is free above 50 euros.",
    ]
    call.output = "You can send unworn shoes back within 30 days of delivery."
    call.references = ["Within 30 days of delivery."]
    return call
  }

  /// The same question with an answer that the documents do not support.
  public static var ungrounded: LLMCall {
    var call = grounded
    call.output = "You have 90 days, and we refund the postage. Worn shoes are fine too!"
    return call
  }

  /// A refusal.
  public static var refusal: LLMCall {
    var call = chat(route: "checkout", "Where is my order 1042?")
    call.output = "As an AI language model I have no access to orders."
    return call
  }

  /// JSON in a fence, with prose around it.
  public static var fencedJSON: LLMCall {
    var call = chat(route: "invoice", "Extract the total: Total due EUR 1,299.00")
    call.output = "Here it is:\n```json\n{\"total\": 1299.00, \"currency\": \"EUR\"}\n```\nAnything else?"
    call.references = ["{\"total\": 1299, \"currency\": \"EUR\"}"]
    return call
  }

  /// JSON that ends in the middle, because the output limit was reached.
  public static var truncated: LLMCall {
    var call = chat(route: "invoice", "Extract all lines.")
    call.output = "{\"lines\": [{\"item\": \"bolt M8\", \"count\": 40}, {\"item\": \"nut"
    call.outcome = .truncated
    call.finish = .length
    return call
  }

  /// No text at all: the model asked for a tool.
  public static var toolCall: LLMCall {
    var call = chat(route: "weather", "Is it raining in Bergen?")
    call.toolCalls = [ToolCall(id: "call_1", name: "weather", arguments: "{\"city\":\"Bergen\"}")]
    call.finish = .toolCall
    return call
  }

  /// A call that failed, without an answer.
  public static var failed: LLMCall {
    var call = chat(route: "support", "Hello?")
    call.outcome = .error
    call.finish = .error
    return call
  }

  /// All of the above.
  public static var realistic: [LLMCall] {
    [grounded, ungrounded, refusal, fencedJSON, truncated, toolCall, failed]
  }

  /// Outputs that trip code which counts bytes or characters, or trusts its input.
  public static var odd: [LLMCall] {
    let outputs = [
      "", " \n\t", "e\u{301}e\u{301}", "👩‍👩‍👧‍👦🇳🇴👍🏽", "שלום \u{202E}world\u{202C} مرحبا", "a\u{0}b",
      "\u{FEFF}x\u{FFFD}\u{10FFFF}",
      "line\r\nline\rline\u{2028}line", "İıſKÅ", String(repeating: "z\u{310}\u{35C}", count: 200),
      String(repeating: "[", count: 5_000), "{\"a\":" + String(repeating: "9", count: 2_000) + "}",
      "\\ \" ' ` % * , = | < > &",
    ]
    return [LLMCall()]
      + outputs.map { output in
        var call = grounded
        call.output = output
        return call
      }
  }

  /// An answer of a MiB, of words and of one letter.
  public static var huge: [LLMCall] {
    ["lorem ipsum dolor sit amet é. ", "a"].map { piece in
      var call = grounded
      call.output = String(repeating: piece, count: (1 << 20) / piece.utf8.count)
      return call
    }
  }

  private static func chat(route: String, _ question: String) -> LLMCall {
    var call = LLMCall(
      trace: TraceID(high: 1, low: 2), span: SpanID(3),
      dimensions: Dimensions(route: route, tenant: "acme", user: "u-7", provider: "openai", model: "gpt-4o-mini"),
      finish: .stop, servedModel: "gpt-4o-mini-2024-07-18", start: .seconds(1_767_225_600),
      duration: .milliseconds(850), usage: TokenUsage(input: 120, output: 24))
    call.input = question
    call.messages = [Message(role: "user", text: question)]
    return call
  }
}
