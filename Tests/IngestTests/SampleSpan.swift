import CallModel
import OTLP

@testable import Ingest

let now: Nanoseconds = 1_760_000_000_000_000_000

/// A span as a test writes it; `write` adds further fields.
struct SampleSpan {
  var traceID: [UInt8] = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16]
  var spanID: [UInt8] = [1, 2, 3, 4, 5, 6, 7, 8]
  var start = UInt64(now)
  var end = UInt64(now) + 2_000_000_000
  var isChat = true
  var write: (inout ProtobufWriter) -> Void = { _ in }

  /// A chat span with further fields.
  static func chat(_ write: @escaping (inout ProtobufWriter) -> Void = { _ in }) -> SampleSpan {
    SampleSpan(write: write)
  }

  /// A span without any attributes of its own.
  static func bare(_ write: @escaping (inout ProtobufWriter) -> Void) -> SampleSpan {
    SampleSpan(isChat: false, write: write)
  }

  func encode(_ span: inout ProtobufWriter) {
    span.bytes(1, traceID)
    span.bytes(2, spanID)
    span.string(5, "chat gpt-4o")
    span.varint(6, 3)
    span.fixed64(7, start)
    span.fixed64(8, end)
    if isChat {
      span.attribute(9, "gen_ai.operation.name", "chat")
      span.attribute(9, "gen_ai.request.model", "gpt-4o")
    }
    write(&span)
  }
}

extension ProtobufWriter {
  /// An attribute of a span.
  mutating func set(_ key: String, _ value: String) { attribute(9, key, value) }
  mutating func set(_ key: String, _ value: some FixedWidthInteger) { attribute(9, key, value) }
  mutating func set(_ key: String, _ value: Double) { attribute(9, key, value) }
  mutating func set(_ key: String, _ value: Bool) { attribute(9, key, value) }
  mutating func set(_ key: String, _ values: [String]) { attribute(9, key, values) }
}

func request(
  resource: [(String, String)] = [("service.name", "shop")], _ spans: [SampleSpan]
) -> [UInt8] {
  var request = ProtobufWriter()
  request.message(1) { group in
    group.message(1) { writer in
      for (key, value) in resource { writer.attribute(1, key, value) }
    }
    group.message(2) { scope in
      for span in spans { scope.message(2) { span.encode(&$0) } }
    }
  }
  return request.bytes
}

/// A request that was decoded, with the bytes and symbols that its records point into.
struct Decoded {
  var bytes: [UInt8]
  var symbols: Symbols
  var batch: TraceBatch

  init(_ bytes: [UInt8], symbols: Symbols = Symbols(), arrival: Nanoseconds = now) throws(OTLPError) {
    self.bytes = bytes
    self.symbols = symbols
    var decoder = TraceDecoder(symbols: symbols)
    batch = try decoder.decode(bytes, arrival: arrival)
  }

  init(resource: [(String, String)] = [("service.name", "shop")], _ spans: SampleSpan...) throws(OTLPError) {
    try self.init(request(resource: resource, spans))
  }

  /// The first call; an empty record if there is none, which no expectation matches.
  var record: CallRecord { batch.calls.first ?? CallRecord() }

  var dimensions: Dimensions {
    bytes.withUnsafeBytes { Ingest.dimensions(of: record, in: $0, symbols: symbols) }
  }

  var call: LLMCall {
    bytes.withUnsafeBytes { readCall(record, in: $0, symbols: symbols) }
  }
}

extension TraceDecoder {
  mutating func decode(_ bytes: [UInt8], arrival: Nanoseconds = now) throws(OTLPError) -> TraceBatch {
    let result = bytes.withUnsafeBytes { bytes in
      Result { () throws(OTLPError) in try decode(bytes, arrival: arrival) }
    }
    return try result.get()
  }
}

/// Numbers that are the same in every run (splitmix64, public domain).
struct SeededGenerator: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var value = state
    value = (value ^ value >> 30) &* 0xbf58_476d_1ce4_e5b9
    value = (value ^ value >> 27) &* 0x94d0_49bb_1331_11eb
    return value ^ value >> 31
  }
}

extension ProtobufWriter {
  /// An event of a span, so many milliseconds after the start of a sample span.
  mutating func event(_ name: String, at milliseconds: Int64, _ attributes: [(String, String)] = []) {
    message(11) { event in
      event.fixed64(1, UInt64(now + .milliseconds(milliseconds)))
      event.string(2, name)
      for (key, value) in attributes { event.attribute(3, key, value) }
    }
  }
}
