internal import CallModel
internal import GRDBSQLite

/// The hot insert: binds a call's columns straight from its record and its batch's bytes.
struct CallInsertion {
  static let sql = """
    INSERT INTO calls (
      id, batch, span_offset, span_length, resource_offset, resource_length, trace, span, parent,
      arrival_ns, start_ns, duration_ns, ttft_ns, route, provider, model, served_model, tenant, user, key,
      conversation, operation, outcome, finish, error_type, is_streaming, input_tokens, output_tokens,
      cache_read_tokens, cache_write_tokens, reasoning_tokens, cost_nano
    ) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    """

  /// Names that come from the network without a table are cut to so many bytes.
  static let longestName = 256

  let routes: NameCache
  let providers: NameCache
  let models: NameCache
  let errors: NameCache

  init(_ symbols: Symbols) {
    routes = NameCache(symbols.routes)
    providers = NameCache(symbols.providers)
    models = NameCache(symbols.models)
    errors = NameCache(symbols.errors)
  }

  /// Returns SQLite's result code.
  func run(
    _ call: CallRecord, id: Int64, batch: Int64, in body: UnsafeRawBufferPointer, on row: RawStatement
  ) -> Int32 {
    row.bind(id, at: 1)
    row.bind(batch, at: 2)
    row.bind(Int64(call.source.offset), at: 3)
    row.bind(Int64(call.source.count), at: 4)
    row.bind(Int64(call.resource.offset), at: 5)
    row.bind(Int64(call.resource.count), at: 6)
    row.bind(Int64(bitPattern: call.span.value), at: 8)
    row.bind(Int64(bitPattern: call.parent.value), at: 9)
    row.bind(call.arrival, at: 10)
    row.bind(call.start, at: 11)
    row.bind(call.duration, at: 12)
    row.bind(call.timeToFirstToken, at: 13)
    row.bind(text: routes.bytes(of: call.route), at: 14)
    row.bind(text: providers.bytes(of: call.provider), at: 15)
    row.bind(text: models.bytes(of: call.model), at: 16)
    row.bind(text: models.bytes(of: call.servedModel), at: 17)
    row.bind(text: Self.name(call.tenant, in: body), at: 18)
    row.bind(text: Self.name(call.user, in: body), at: 19)
    row.bind(text: Self.name(call.key, in: body), at: 20)
    row.bind(text: Self.name(call.conversation, in: body), at: 21)
    row.bind(name: call.operation.stored, at: 22)
    row.bind(name: call.outcome.stored, at: 23)
    row.bind(name: call.finish.stored, at: 24)
    row.bind(text: errors.bytes(of: call.errorType), at: 25)
    row.bind(Int64(call.isStreaming ? 1 : 0), at: 26)
    row.bind(call.usage.input, at: 27)
    row.bind(call.usage.output, at: 28)
    row.bind(call.usage.cacheRead, at: 29)
    row.bind(call.usage.cacheWrite, at: 30)
    row.bind(call.usage.reasoning, at: 31)
    row.bind(call.cost?.value, at: 32)
    let trace = (call.trace.high.bigEndian, call.trace.low.bigEndian)
    return withUnsafeBytes(of: trace) {
      row.bind(blob: $0, at: 7)
      return row.run()
    }
  }

  /// A name's bytes, cut before the character that would not fit; none if it is out of bounds.
  static func name(_ range: ByteRange, in body: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
    let bounds = range.bounds
    guard bounds.upperBound <= body.count else { return UnsafeRawBufferPointer(start: nil, count: 0) }
    var end = bounds.upperBound
    if bounds.count > longestName {
      end = bounds.lowerBound + longestName
      while end > bounds.lowerBound, body[end] & 0xc0 == 0x80 { end -= 1 }
    }
    return UnsafeRawBufferPointer(rebasing: body[bounds.lowerBound..<end])
  }
}
