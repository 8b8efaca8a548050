package import CallModel
internal import GRDB

/// A call as the index keeps it, with its names spelled out.
package struct StoredCall: Hashable, Sendable {
  package var id: Int64
  /// Where its bytes are in the journal.
  package var batch: Int64
  package var source: ByteRange
  package var resource: ByteRange
  package var trace: TraceID
  package var span: SpanID
  package var parent: SpanID
  package var arrival: Nanoseconds
  package var start: Nanoseconds
  package var duration: Nanoseconds?
  package var timeToFirstToken: Nanoseconds?
  package var dimensions: Dimensions
  package var servedModel: String?
  package var conversation: String?
  package var operation: Operation
  package var outcome: Outcome
  package var finish: FinishReason
  package var errorType: String?
  package var isStreaming: Bool
  package var usage: TokenUsage
  package var cost: NanoDollars?
}

extension StoredCall {
  static let columns = """
    calls.id, batch, span_offset, span_length, resource_offset, resource_length, trace, span, parent,
    arrival_ns, start_ns, duration_ns, ttft_ns, route, provider, model, served_model, tenant, user, key,
    conversation, operation, outcome, finish, error_type, is_streaming, input_tokens, output_tokens,
    cache_read_tokens, cache_write_tokens, reasoning_tokens, cost_nano
    """

  /// Reads a row of `columns`.
  init(_ row: Row) {
    id = row[0]
    batch = row[1]
    source = ByteRange(offset: UInt32(clamping: row[2] as Int64), count: UInt32(clamping: row[3] as Int64))
    resource = ByteRange(offset: UInt32(clamping: row[4] as Int64), count: UInt32(clamping: row[5] as Int64))
    trace = TraceID(stored: (row[6] as StoredBytes).bytes)
    span = SpanID(UInt64(bitPattern: row[7]))
    parent = SpanID(UInt64(bitPattern: row[8]))
    arrival = row[9]
    start = row[10]
    duration = row[11]
    timeToFirstToken = row[12]
    dimensions = Dimensions(
      route: row[13], tenant: row[17], user: row[18], key: row[19], provider: row[14], model: row[15])
    servedModel = row[16]
    conversation = row[20]
    operation = Operation(stored: row[21])
    outcome = Outcome(stored: row[22])
    finish = FinishReason(stored: row[23])
    errorType = row[24]
    isStreaming = row[25]
    usage = TokenUsage(input: row[26], output: row[27], cacheRead: row[28], cacheWrite: row[29], reasoning: row[30])
    cost = (row[31] as Int64?).map { NanoDollars($0) }
  }
}

extension TraceID {
  init(stored bytes: [UInt8]) {
    guard bytes.count == 16 else {
      self = .invalid
      return
    }
    func word(_ part: ArraySlice<UInt8>) -> UInt64 { part.reduce(0) { $0 << 8 | UInt64($1) } }
    self.init(high: word(bytes[..<8]), low: word(bytes[8...]))
  }
}
