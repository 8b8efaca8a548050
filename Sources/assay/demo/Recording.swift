internal import ArgumentParser
internal import CallModel
internal import FoundationEssentials
internal import Ingest
internal import JSON
internal import Logging
internal import OTLP
internal import Pipeline
internal import Service

/// Calls that a real client has sent, one request each, to be played again under new ids and times.
struct Recording: Sendable {
  struct Call: Sendable {
    /// An `ExportTraceServiceRequest` with one span.
    let request: [UInt8]
    let dimensions: Dimensions
    let duration: Nanoseconds
  }

  private(set) var good: [Call] = []
  private(set) var bad: [Call] = []

  /// Reads a file of lines `{"patch": "good"|"bad", "body": "<base64 of a request>"}`.
  ///
  /// - Throws: exit code 2, after naming the line that cannot be read.
  init(path: String, logger: Logger) throws {
    do {
      let text = String(decoding: try ServiceHost(logger: logger).readFile(path), as: UTF8.self)
      for (number, line) in text.split(separator: "\n").enumerated() {
        do {
          try add(String(line))
        } catch {
          throw RecordingProblem("\(path):\(number + 1): \(error)")
        }
      }
      guard !good.isEmpty, !bad.isEmpty else { throw RecordingProblem("\(path): needs good and bad calls") }
    } catch {
      printError("\(error)")
      throw ExitCode(2)
    }
  }

  private mutating func add(_ line: String) throws {
    let json = try JSON(parsing: line)
    guard let body = json["body"]?.string.flatMap({ Data(base64Encoded: $0) }) else {
      throw RecordingProblem("'body' is no base64")
    }
    let calls = try Self.split([UInt8](body))
    if json["patch"]?.string == "bad" { bad += calls } else { good += calls }
  }

  /// A request of several calls as requests of one call each: callers ask before each of them.
  private static func split(_ body: [UInt8]) throws -> [Call] {
    let symbols = Symbols()
    var decoder = TraceDecoder(symbols: symbols)
    return try body.withUnsafeBytes { bytes in
      try decoder.decode(bytes, arrival: wallClock()).calls.map { record in
        var request = ProtobufWriter()
        request.message(1) { resourceSpans in
          resourceSpans.bytes(1, bytes[record.resource.bounds])
          resourceSpans.message(2) { $0.bytes(2, bytes[record.source.bounds]) }
        }
        return Call(
          request: request.bytes, dimensions: dimensions(of: record, in: bytes, symbols: symbols),
          duration: record.duration ?? 0)
      }
    }
  }
}

private struct RecordingProblem: Error, CustomStringConvertible {
  let description: String
  init(_ description: String) { self.description = description }
}

extension Recording.Call {
  /// The request as if the call had just ended, under ids of its own.
  func played(at now: Nanoseconds) -> [UInt8] {
    var request = request
    let ids = (UInt64.random(in: 1 ... .max), UInt64.random(in: 1 ... .max), UInt64.random(in: 1 ... .max))
    try? rewriteSpans(&request) { span in
      span.traceID = TraceID(high: ids.0, low: ids.1)
      span.spanID = SpanID(ids.2)
      let length = span.end >= span.start ? span.end - span.start : 0
      span.end = UInt64(clamping: now)
      span.start = span.end - min(length, span.end)
    }
    return request
  }
}
