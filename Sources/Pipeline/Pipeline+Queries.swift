internal import Analysis
package import CallModel
internal import Ingest
package import Storage

/// The weighted share of an evaluator's verdicts on a route and model that are failures.
package struct FailRatio: Sendable {
  package var evaluator: String
  package var route: String
  package var model: String
  package var value: SignalValue
}

/// The store could not be asked, or too many ask at once.
package struct QueryError: Error, Sendable, CustomStringConvertible {
  package let description: String
}

extension Pipeline {
  /// The newest calls first.
  package func newestCalls(limit: Int) async throws(QueryError) -> [JudgedStoredCall] {
    try await query { [reader] () throws(StorageError) in
      try reader.read { snapshot in
        try snapshot.calls(CallQuery(limit: limit)).map {
          JudgedStoredCall(call: $0, verdicts: try snapshot.verdicts(of: $0.id))
        }
      }
    }
  }

  /// A page of the calls that a filter holds for, newest first.
  package func calls(_ query: CallQuery, where filter: CallFilter) async throws(QueryError) -> CallPage {
    try await self.query { [reader] () throws(StorageError) in try reader.read { try $0.page(query, where: filter) } }
  }

  /// The same page, without the calls on which there is no verdict.
  package func judgedCalls(_ query: CallQuery, where filter: CallFilter) async throws(QueryError) -> CallPage {
    var filter = filter
    filter.isJudged = true
    return try await calls(query, where: filter)
  }

  /// The fail ratios of the last ten minutes, as the metrics show them.
  package func failRatios() -> [FailRatio] {
    measured.qualities(at: wallClock()).map {
      FailRatio(
        evaluator: $0.evaluator, route: symbols.routes.name(of: $0.route) ?? "",
        model: symbols.models.name(of: $0.model) ?? "", value: $0.value)
    }
  }

  /// One call, and its content read again from the journal; nil if it is not there (any more).
  package func call(_ id: Int64) async throws(QueryError) -> (stored: JudgedStoredCall, content: LLMCall?)? {
    try await query {
      [reader, journalReader, symbols] () throws(StorageError) -> (stored: JudgedStoredCall, content: LLMCall?)? in
      let found = try reader.read { snapshot in
        try snapshot.call(id).map {
          (call: JudgedStoredCall(call: $0, verdicts: try snapshot.verdicts(of: id)), parts: try snapshot.parts(of: id))
        }
      }
      guard let (found, stored) = found else { return nil }
      let beside = stored.compactMap { part -> AssembledPart? in
        guard let kind = UInt8(exactly: part.kind).flatMap(ContentPart.Kind.init),
          let bytes = try? journalReader.bytes(of: part.batch, part.source)
        else { return nil }
        return AssembledPart(kind: kind, time: part.time, bytes: bytes, batch: part.batch, source: part.source)
      }
      let parts = [found.call.source, found.call.resource]
      guard let bytes = try? journalReader.bytes(of: found.call.batch, parts) else { return (found, nil) }
      var record = CallRecord()
      record.source = ByteRange(offset: 0, count: found.call.source.count)
      record.resource = ByteRange(offset: found.call.source.count, count: found.call.resource.count)
      // What the call was decides which parts of the span are its content.
      record.operation = found.call.operation
      record.finish = found.call.finish
      return (found, bytes.withUnsafeBytes { readCall(record, in: $0, symbols: symbols, parts: beside) })
    }
  }

  /// Changes of alerts, newest first.
  package func alertHistory(limit: Int) async throws(QueryError) -> [AlertChange] {
    try await query { [reader] () throws(StorageError) in try reader.read { try $0.alerts(limit: limit) } }
  }

  /// Lines of the audit, newest first.
  package func audit(limit: Int) async throws(QueryError) -> [AuditEntry] {
    try await query { [reader] () throws(StorageError) in try reader.read { try $0.audit(limit: limit) } }
  }

  func query<Value: Sendable>(
    _ body: @escaping @Sendable () throws(StorageError) -> Value
  ) async throws(QueryError) -> Value {
    let result = await queries.run { Result { () throws(StorageError) in try body() } }
    switch result {
    case .success(let value): return value
    case .failure(let error): throw QueryError(description: "\(error)")
    case nil: throw QueryError(description: "too many requests read the store; try again")
    }
  }
}
