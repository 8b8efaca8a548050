import CallModel
import OTLP
import Testing

@testable import Ingest

@Suite struct TraceDecoderTests {
  @Test func aCallOfTodaysConvention() throws {
    let decoded = try Decoded(
      resource: [("service.name", "shop"), ("assay.tenant", "acme")],
      .bare { span in
        span.bytes(4, [0, 0, 0, 0, 0, 0, 0, 9])
        span.set("gen_ai.operation.name", "chat")
        span.set("gen_ai.provider.name", "openai")
        span.set("gen_ai.request.model", "gpt-4o")
        span.set("gen_ai.response.model", "gpt-4o-2024-08-06")
        span.set("gen_ai.response.finish_reasons", ["stop", "length"])
        span.set("gen_ai.usage.input_tokens", 120)
        span.set("gen_ai.usage.output_tokens", 30)
        span.set("gen_ai.usage.cache_read.input_tokens", 20)
        span.set("gen_ai.usage.cache_creation.input_tokens", 10)
        span.set("gen_ai.usage.reasoning.output_tokens", 5)
        span.set("gen_ai.response.time_to_first_chunk", 0.25)
        span.set("gen_ai.request.stream", true)
        span.set("gen_ai.conversation.id", "c-1")
        span.set("user.id", "ann")
        span.set("assay.key", "k-1")
      })
    #expect(decoded.batch.spans == 1 && decoded.batch.rejectedSpans == 0 && decoded.batch.repairs == Repairs())
    let record = decoded.record
    #expect(record.trace.description == "0102030405060708090a0b0c0d0e0f10")
    #expect(record.span.description == "0102030405060708" && record.parent == SpanID(9))
    #expect(record.operation == .chat && record.outcome == .ok && record.finish == .stop && record.isStreaming)
    #expect(record.start == now && record.duration == .seconds(2) && record.arrival == now)
    #expect(record.timeToFirstToken == .milliseconds(250))
    #expect(record.usage == TokenUsage(input: 120, output: 30, cacheRead: 20, cacheWrite: 10, reasoning: 5))
    #expect(
      decoded.dimensions
        == Dimensions(route: "shop", tenant: "acme", user: "ann", key: "k-1", provider: "openai", model: "gpt-4o"))
    #expect(decoded.symbols.models.name(of: record.servedModel) == "gpt-4o-2024-08-06")
    #expect(String(decoding: decoded.bytes[record.conversation.bounds], as: UTF8.self) == "c-1")
  }

  @Test func rangesAreThoseOfTheMessages() throws {
    let decoded = try Decoded(.chat(), .chat { $0.set("x", "y") })
    var expected = ProtobufWriter()
    SampleSpan.chat { $0.set("x", "y") }.encode(&expected)
    #expect(Array(decoded.bytes[decoded.batch.calls[1].source.bounds]) == expected.bytes)
    var resource = ProtobufWriter()
    resource.attribute(1, "service.name", "shop")
    #expect(Array(decoded.bytes[decoded.record.resource.bounds]) == resource.bytes)
  }

  @Test(arguments: [
    ("chat", Operation.chat), ("text_completion", .textCompletion), ("generate_content", .generateContent),
    ("embeddings", .embeddings),
  ])
  func theOperationsThatAreCalls(name: String, operation: Operation) throws {
    let decoded = try Decoded(.bare { $0.set("gen_ai.operation.name", name) })
    #expect(decoded.batch.calls.map(\.operation) == [operation])
  }

  @Test(arguments: ["invoke_agent", "execute_tool", "invoke_workflow", "retrieval", "create_agent", "Chat", "chatty"])
  func otherOperationsAreSeenButNoCalls(name: String) throws {
    let decoded = try Decoded(
      .bare { span in
        span.set("gen_ai.operation.name", name)
        span.set("gen_ai.request.model", "gpt-4o")
        span.set("gen_ai.usage.input_tokens", 120)
      })
    #expect(decoded.batch.calls.isEmpty && decoded.batch.spans == 1 && decoded.batch.rejectedSpans == 0)
  }

  @Test func withoutAnOperationModelAndTokensMakeAChat() throws {
    let model = SampleSpan.bare { $0.set("gen_ai.request.model", "m") }
    let tokens = SampleSpan.bare { $0.set("gen_ai.usage.output_tokens", 3) }
    let both = SampleSpan.bare { span in
      span.set("gen_ai.request.model", "m")
      span.set("gen_ai.usage.completion_tokens", 3)
    }
    let decoded = try Decoded(model, tokens, both, .bare { $0.set("http.method", "GET") })
    #expect(decoded.batch.spans == 4)
    #expect(decoded.batch.calls.map(\.operation) == [.chat])
    #expect(decoded.record.usage.output == 3)
  }

  @Test func oneModelStandsForTheOther() throws {
    let request = try Decoded(.chat())
    #expect(request.symbols.models.name(of: request.record.servedModel) == "gpt-4o")
    let response = try Decoded(
      .bare { span in
        span.set("gen_ai.operation.name", "chat")
        span.set("gen_ai.response.model", "m-2")
      })
    #expect(response.dimensions.model == "m-2")
    #expect(response.symbols.models.name(of: response.record.servedModel) == "m-2")
  }

  @Test func theRouteIsTheFirstOfItsNames() throws {
    let names = ["assay.route", "gen_ai.prompt.name", "gen_ai.agent.name", "gen_ai.workflow.name"]
    for first in names.indices {
      for order in [Array(names[first...]), names[first...].reversed()] {
        let decoded = try Decoded(.chat { span in for name in order { span.set(name, "from \(name)") } })
        #expect(decoded.dimensions.route == "from \(names[first])")
      }
    }
    #expect(try Decoded(.chat { $0.set("assay.route", "") }).dimensions.route == "shop")
    #expect(try Decoded(.chat { $0.set("service.name", "of the span") }).dimensions.route == "shop")
    #expect(try Decoded(resource: [], .chat()).dimensions.route == "unknown")
  }

  @Test func theSpanSpeaksBeforeTheResource() throws {
    let resource = [("assay.tenant", "R"), ("enduser.id", "R"), ("assay.key", "R"), ("session.id", "R")]
    #expect(try Decoded(resource: resource, .chat()).dimensions[.caller] == "R")
    let decoded = try Decoded(
      resource: resource,
      .chat { span in
        span.set("assay.tenant", "S")
        span.set("enduser.id", "S2")
        span.set("user.id", "S")
        span.set("assay.key", "S")
        span.set("session.id", "S")
      })
    #expect(decoded.dimensions.tenant == "S" && decoded.dimensions.user == "S" && decoded.dimensions.key == "S")
    #expect(decoded.bytes[decoded.record.conversation.bounds] == ArraySlice("S".utf8))
  }

  @Test func longIdentitiesAreCutBetweenCharacters() throws {
    let long = String(repeating: "ä", count: 500)
    for prefix in ["", "x"] {
      let tenant = try #require(try Decoded(.chat { $0.set("assay.tenant", prefix + long) }).dimensions.tenant)
      #expect((199...200).contains(tenant.utf8.count) && (prefix + long).hasPrefix(tenant))
    }
  }

  @Test(arguments: [
    ("OpenAI", "openai"), ("vertex_ai", "gcp.vertex_ai"), ("Gemini", "gcp.gemini"),
    ("AZ.AI.Inference", "azure.ai.inference"), ("az.ai.openai", "azure.ai.openai"), ("my-own", "my-own"),
  ])
  func providersHaveOneSpelling(sent: String, name: String) throws {
    #expect(try Decoded(.chat { $0.set("gen_ai.system", sent) }).dimensions.provider == name)
    let both = try Decoded(
      .chat { span in
        span.set("gen_ai.provider.name", sent)
        span.set("gen_ai.system", "other")
      })
    #expect(both.dimensions.provider == name)
  }

  @Test func ofARepeatedKeyTheLastCounts() throws {
    let decoded = try Decoded(
      .chat { span in
        span.set("gen_ai.request.model", "second")
        span.set("gen_ai.request.model", "third")
      })
    #expect(decoded.dimensions.model == "third")
  }
}
