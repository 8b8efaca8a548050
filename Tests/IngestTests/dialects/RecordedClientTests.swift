import CallModel
import Foundation
import JSON
import Testing

@testable import Ingest

/// What real instrumentations sent (Tests/Recordings/clients), and what must be read of it.
private struct RecordedClient {
  private static let folder = URL(filePath: #filePath)
    .deletingLastPathComponent().appending(path: "../../Recordings/clients")

  var decoded: Decoded
  var calls: [JSON]

  init(_ name: String) throws {
    let file = Self.folder.appending(path: name)
    decoded = try Decoded(Array(Data(contentsOf: file.appendingPathExtension("traces.pb"))))
    let told = try JSON(parsing: Array(Data(contentsOf: file.appendingPathExtension("json"))))
    calls = try #require(told.array)
  }

  /// The record of the only span that is a call among those that came of one; nil if not exactly one is.
  func record(of call: JSON) -> CallRecord? {
    let spans = (call["spans"]?.array ?? []).compactMap(\.string)
    let records = decoded.batch.calls.filter { spans.contains("\($0.span)") }
    return records.count == 1 ? records.first : nil
  }
}

/// What the page of a call would say, as the recording says it.
private func facts(_ record: CallRecord, _ symbols: Symbols) -> JSON {
  func text(_ text: String?) -> JSON { text.map { .string($0) } ?? .null }
  // Some say 0 of parts of tokens that others do not mention: it is the same.
  func count(_ count: Int64?) -> JSON { count.flatMap { $0 == 0 ? nil : JSON($0) } ?? .null }
  return [
    "provider": text(symbols.providers.name(of: record.provider)),
    "model": text(symbols.models.name(of: record.model)),
    "served_model": text(symbols.models.name(of: record.servedModel)),
    "operation": .string(record.operation.name), "outcome": .string(record.outcome.name),
    "finish_reason": record.finish == .unknown ? .null : .string(record.finish.name),
    "error_type": text(symbols.errors.name(of: record.errorType)), "streaming": .bool(record.isStreaming),
    "has_first_token": .bool(record.timeToFirstToken != nil), "input": count(record.usage.input),
    "output": count(record.usage.output), "cache_read": count(record.usage.cacheRead),
    "cache_write": count(record.usage.cacheWrite), "reasoning": count(record.usage.reasoning),
  ]
}

private let names = [
  "otel-openai", "otel-openai-events", "openinference-openai", "openllmetry-openai", "openinference-anthropic",
  "openllmetry-anthropic",
]

@Suite struct RecordedClientTests {
  @Test(arguments: names) func everyCallIsFoundOnce(name: String) throws {
    let client = try RecordedClient(name)
    #expect(client.decoded.batch.rejectedSpans == 0)
    #expect(client.decoded.batch.calls.count == client.calls.count)
    #expect(client.calls.count >= 9)
  }

  @Test(arguments: names) func everyFactIsRead(name: String) throws {
    let client = try RecordedClient(name)
    for call in client.calls {
      let record = try #require(client.record(of: call), "\(name): \(call["case"] ?? nil)")
      for member in facts(record, client.decoded.symbols).object?.members ?? [] {
        #expect(call[member.key] == member.value, "\(name): \(call["case"] ?? nil): \(member.key)")
      }
    }
  }

  /// The content of `otel-openai-events` comes as log events, apart from its spans.
  @Test(arguments: names.filter { $0 != "otel-openai-events" }) func allContentIsRead(name: String) throws {
    let client = try RecordedClient(name)
    for call in client.calls {
      let record = try #require(client.record(of: call))
      let read = client.decoded.bytes.withUnsafeBytes { readCall(record, in: $0, symbols: client.decoded.symbols) }
      let what: Comment = "\(name): \(call["case"] ?? nil)"
      #expect(call["input_text"]?.string == read.input, what)
      #expect(call["output_text"]?.string == read.output, what)
      #expect(call["system_text"]?.string == read.system, what)
      #expect(call["tools"]?.array?.compactMap(\.string) == read.toolCalls.map(\.name), what)
    }
  }
}
