import CallModel
import FoundationEssentials
import OTLP
import Testing

@testable import Ingest

/// The page on dialects against the code: each name has the effect of its row, the first in the row
/// counts, and no name of the code is missing.
@Suite struct DialectTableTests {
  struct Row: Sendable {
    var concept: String
    /// Names of one rank each.
    var names: [[String]]
  }

  static let rows: [Row] = {
    var folder = URL(filePath: #filePath)
    for _ in 0..<4 { folder.deleteLastPathComponent() }
    guard let page = try? Data(contentsOf: folder.appending(path: "docs/dialects.md")) else { return [] }
    let lines = String(decoding: page, as: UTF8.self).split(separator: "\n")
      .drop { $0 != "## Attributes of spans" }.dropFirst().prefix { !$0.hasPrefix("## ") }
    return lines.filter { $0.hasPrefix("| ") && $0.contains("`") }.map { line in
      let cells = line.split(separator: "|").map { $0.drop { $0 == " " } }
      let names = (cells.last ?? "").split(separator: ",").map { rank in
        rank.split(separator: "`").enumerated().filter { $0.element.contains(".") || $0.element.contains("_") }
          .map { String($0.element) }
      }
      return Row(concept: cells[0].split(separator: " ").joined(separator: " "), names: names)
    }
  }()

  private static let list = ".N…"

  @Test func thePageNamesWhatTheTablesHold() {
    let named = Set(Self.rows.flatMap(\.names).joined())
    let attributes = Convention.all.flatMap(\.span)
      // That a list has a first element is no concept of its own.
      .filter { ![.inputList, .outputList, .documentList, .annotationList].contains($0.fact) }.map(\.name)
    let lists = Convention.all.flatMap(\.lists).map { $0.name + Self.list }
    #expect(named == Set(attributes + lists))
    #expect(Self.rows.count == 34)
  }

  @Test(arguments: rows) func everyNameHasTheEffectOfItsRow(row: Row) throws {
    for name in row.names.joined() {
      #expect(try effect(row.concept, [(name, 0)]) == Self.expected(row.concept, 0), "\(name)")
    }
  }

  @Test(arguments: rows.filter { !["content that is not read", "type of a body"].contains($0.concept) })
  func theFirstNameOfARowCounts(row: Row) throws {
    let ranks = row.names.filter { !$0.contains { $0.hasSuffix(Self.list) } }
    for (first, second) in zip(ranks, ranks.dropFirst()) {
      for name in first {
        for other in second {
          let both = [(name, 0), (other, 1)]
          #expect(try effect(row.concept, both) == Self.expected(row.concept, 0), "\(name) before \(other)")
          #expect(try effect(row.concept, both.reversed()) == Self.expected(row.concept, 0), "\(name) before \(other)")
        }
      }
    }
  }

  /// What a span says with attributes set to one of two values.
  private func effect(_ concept: String, _ attributes: [(name: String, value: Int)]) throws -> String? {
    let decoded = try Decoded(
      .bare { span in
        if !["operation", "kind of span", "kind of entity", "kind of request"].contains(concept) {
          span.set("gen_ai.operation.name", "chat")
        }
        // By itself it says nothing.
        if concept == "kind of entity" { span.set("gen_ai.operation.name", "chat") }
        if concept == "type of a body" {
          span.set("input.value", #"{"prompt":"v0"}"#)
          span.set("output.value", #"{"choices":[{"message":{"content":"v0"}}]}"#)
        }
        for (name, value) in attributes { Self.set(concept, name, value, &span) }
      })
    return Self.read(concept, attributes.first?.name ?? "", decoded)
  }

  private static func set(_ concept: String, _ name: String, _ value: Int, _ span: inout ProtobufWriter) {
    let name = name.hasSuffix(list) ? name.dropLast(list.count) + ".0.content" : name
    switch concept {
    case "operation": span.set(name, ["embeddings", "chat"][value])
    case "kind of span": span.set(name, "EMBEDDING")
    case "kind of entity": span.set(name, "workflow")
    case "kind of request": span.set(name, "embedding")
    case "parameters with a model": span.set(name, #"{"model":"v\#(value)"}"#)
    case "streaming": span.set(name, value == 0)
    case "time to first token": span.set(name, [0.5, 0.25][value])
    case "finish reason": span.set(name, ["length", "stop"][value])
    case "type of a body": span.set(name, "application/json")
    case _ where concept.contains("tokens"): span.set(name, 7 + value)
    default: span.set(name, "v\(value)")
    }
  }

  private static func expected(_ concept: String, _ value: Int) -> String {
    switch concept {
    case "operation", "kind of span", "kind of request": "embeddings"
    case "kind of entity": "none"
    case "streaming": "true"
    case "time to first token": "500000000"
    case "finish reason": "length"
    case "content that is not read": ""
    case _ where concept.contains("tokens"): "7"
    default: "v0"
    }
  }

  private static func read(_ concept: String, _ name: String, _ decoded: Decoded) -> String? {
    let (record, call, usage) = (decoded.record, decoded.call, decoded.record.usage)
    switch concept {
    case "operation", "kind of span", "kind of entity", "kind of request":
      return decoded.batch.calls.first?.operation.name ?? "none"
    case "provider": return decoded.dimensions.provider
    case "model asked for", "either model", "parameters with a model": return decoded.dimensions.model
    case "model that served": return decoded.symbols.models.name(of: record.servedModel)
    case "route": return decoded.dimensions.route
    case "tenant": return decoded.dimensions.tenant
    case "user": return decoded.dimensions.user
    case "key": return decoded.dimensions.key
    case "response": return String(decoding: decoded.bytes[record.response.bounds], as: UTF8.self)
    case "conversation": return String(decoding: decoded.bytes[record.conversation.bounds], as: UTF8.self)
    case "input tokens": return usage.input.map { "\($0)" }
    case "output tokens": return usage.output.map { "\($0)" }
    case "cached tokens, read": return usage.cacheRead.map { "\($0)" }
    case "cached tokens, written": return usage.cacheWrite.map { "\($0)" }
    case "reasoning tokens": return usage.reasoning.map { "\($0)" }
    case "finish reason": return record.finish == .length ? "length" : "another"
    case "streaming": return "\(record.isStreaming)"
    case "time to first token": return record.timeToFirstToken.map { "\($0)" }
    case "type of error": return decoded.symbols.errors.name(of: record.errorType)
    case "system prompt": return call.system
    case "input", "body of the request": return call.input
    case "output", "body of the answer": return call.output
    case "type of a body": return name.hasPrefix("input") ? call.input : call.output
    case "documents": return call.context.joined()
    case "reference answers": return call.references.joined()
    // For evaluators, which judge by them.
    case "schemas of tools": return call.attributes[name]
    case "content that is not read":
      // Nowhere, above all not among the attributes that evaluators see.
      let attributes = call.attributes.filter { $0.key != "gen_ai.operation.name" }.map(\.value).joined()
      return attributes + call.input + call.output + call.system + call.context.joined()
    default: return nil
    }
  }
}
