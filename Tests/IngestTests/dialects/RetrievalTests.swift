import CallModel
import JSON
import OTLP
import Testing

@testable import Ingest

/// Spans of retrievers and rerankers, and the context that they give to calls.
@Suite struct RetrievalTests {
  private static var shapes: [(String, SampleSpan, [String])] {
    [
      (
        "OpenTelemetry's operation",
        .bare { span in
          span.set("gen_ai.operation.name", "retrieval")
          span.set("gen_ai.retrieval.documents", #"[{"id":"1","score":0.5,"content":"one"},{"page_content":"two"}]"#)
        }, ["one", "two"]
      ),
      ("the operation without documents", .bare { $0.set("gen_ai.operation.name", "retrieval") }, []),
      (
        "documents in any span",
        .bare { span in
          span.set("gen_ai.operation.name", "execute_tool")
          span.set("gen_ai.retrieval.documents", #"[{"text":"one"}]"#)
        }, ["one"]
      ),
      (
        "OpenInference's retriever",
        .bare { span in
          span.set("openinference.span.kind", "RETRIEVER")
          for index in [10, 2, 0] { span.set("retrieval.documents.\(index).document.content", "text \(index)") }
          span.set("retrieval.documents.0.document.score", 0.5)
          span.set("retrieval.documents.0.document.metadata", #"{"text":"no"}"#)
        }, ["text 0", "text 2", "text 10"]
      ),
      (
        "OpenInference's documents without a kind",
        .bare { $0.set("retrieval.documents.0.document.content", "one") }, ["one"]
      ),
      (
        "OpenInference's reranker: what it let pass, not what it was given",
        .bare { span in
          span.set("openinference.span.kind", "RERANKER")
          span.set("reranker.input_documents.0.document.content", "given")
          span.set("reranker.output_documents.0.document.content", "kept")
        }, ["kept"]
      ),
      (
        "OpenLLMetry's vector databases",
        .bare { span in
          span.set("db.system", "chroma")
          span.event("db.query.embeddings", at: 0, [("db.query.embeddings.vector", "[1,2]")])
          span.event("db.query.result", at: 1, [("db.query.result.id", "7"), ("db.query.result.document", "one")])
          span.event(
            "db.query.result", at: 1, [("db.query.result.document", "[2]"), ("db.query.result.metadata", "{}")])
          span.event("db.query.result", at: 1, [("db.query.result.metadata", #"{"text":"three"}"#)])
          span.event("db.query.result", at: 1, [("db.query.result.metadata", "{'text': 'no JSON'}")])
          span.event("db.query.result", at: 1, [("db.query.result.id", "8")])
        }, ["one", "[2]", "three"]
      ),
      (
        "the same, where a search has entities",
        .bare { span in
          span.event("db.search.result", at: 1, [("db.search.result.entity", #"{"id":5,"text":"one"}"#)])
          span.event("db.search.result", at: 1, [("db.search.result.entity", "5")])
        }, ["one"]
      ),
      (
        "OpenLLMetry's search of Azure",
        .bare { span in
          span.set("db.query.result.document.1", "two")
          span.set("db.query.result.document.0", "one")
        }, ["one", "two"]
      ),
      (
        "a retriever with an answer only: a list",
        .bare { span in
          span.set("openinference.span.kind", "retriever")
          span.set("output.value", #"{"documents":[{"page_content":"one"},{"document":{"content":"two"}}]}"#)
        }, ["one", "two"]
      ),
      (
        "a retriever with an answer only: a text",
        .bare { span in
          span.set("gen_ai.operation.name", "retrieval")
          span.set("traceloop.entity.output", "one text")
        }, ["one text"]
      ),
    ]
  }

  @Test(arguments: shapes.indices) func aRetrieversSpanIsAPart(index: Int) throws {
    let (name, span, texts) = Self.shapes[index]
    let decoded = try Decoded(span)
    #expect(decoded.batch.calls.isEmpty && decoded.batch.spans == 1)
    let part = try #require(decoded.batch.parts.first, "\(name)")
    #expect(part.kind == .retrieval && part.time == now + .seconds(2))
    #expect(part.trace.description == "0102030405060708090a0b0c0d0e0f10" && part.span.description == "0102030405060708")
    #expect(Array(decoded.bytes[part.source.bounds]) == span.part(.retrieval).bytes)
    let call = try Decoded(.chat()).call(with: [span.part(.retrieval)])
    #expect(call.context == texts, "\(name)")
  }

  @Test func otherSpansAreNoParts() throws {
    let others: [SampleSpan] = [
      .bare { _ in }, .chat { $0.set("gen_ai.retrieval.documents", #"[{"text":"one"}]"#) },
      .bare { $0.set("openinference.span.kind", "CHAIN") }, .bare { $0.set("gen_ai.operation.name", "invoke_agent") },
      .bare { $0.event("exception", at: 0, [("exception.type", "db.query.result")]) },
      .bare { $0.set("db.system", "postgresql") },
      SampleSpan(spanID: [], isChat: false) { $0.set("gen_ai.operation.name", "retrieval") },
    ]
    for span in others { #expect(try Decoded(span).batch.parts.isEmpty) }
  }

  @Test func withoutAnEndTheStartCountsThenTheArrival() throws {
    func time(_ start: UInt64, _ end: UInt64) throws -> Nanoseconds? {
      let span = SampleSpan(start: start, end: end, isChat: false) { $0.set("gen_ai.operation.name", "retrieval") }
      return try Decoded(span).batch.parts.first?.time
    }
    #expect(try time(5, 9) == 9)
    #expect(try time(5, 0) == 5)
    #expect(try time(0, 0) == now)
  }

  private func retrieval(_ texts: [String], at end: UInt64 = UInt64(now)) -> AssembledPart {
    SampleSpan(end: end, isChat: false) { span in
      for (index, text) in texts.enumerated() { span.set("retrieval.documents.\(index).document.content", text) }
    }.part(.retrieval)
  }

  @Test func documentsStandInOrderOfTimeEqualOnesOnceBeforeToolResults() throws {
    let span = SampleSpan.chat { span in
      span.set("gen_ai.retrieval.documents", #"["own"]"#)
      span.set("gen_ai.input.messages", #"[{"role":"tool","content":"of a tool"}]"#)
    }
    let parts = [retrieval(["c", "b"], at: 9), retrieval(["a", "own", "b", "a"], at: 5)]
    #expect(try Decoded(span).call(with: parts).context == ["own", "a", "b", "c", "of a tool"])
  }

  @Test func documentsAreBounded() throws {
    let half = String(repeating: "é", count: 64 << 10)
    let call = try Decoded(.chat()).call(with: [retrieval(["a" + half, half, "z"]), retrieval(["y"])])
    #expect(call.context.map(\.utf8.count) == [131_073, 131_070])
    #expect(call.context.last == String(half.dropLast()))
  }

  @Test func hiddenDocumentsAreNone() throws {
    #expect(try Decoded(.chat()).call(with: [retrieval(["__REDACTED__", "seen"])]).context == ["seen"])
  }
}
