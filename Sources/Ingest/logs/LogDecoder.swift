package import CallModel
package import OTLP

/// Finds the content of calls in logs requests (`ExportLogsServiceRequest`), in place.
package struct LogDecoder: Sendable {
  /// The smallest record is two bytes and a part many: without a bound a request would grow when
  /// it is decoded.
  static let mostRecords = 100_000

  package init() {}

  /// The parts of one request; ranges in them are ranges of `bytes`.
  ///
  /// A request that is no well-formed message is refused as a whole. Records of which nothing is
  /// known are counted and otherwise ignored. `arrival` is the time of an event that has none.
  package func decode(_ bytes: UnsafeRawBufferPointer, arrival: Nanoseconds) throws(OTLPError) -> LogBatch {
    var place = OTLPPlace.request
    do throws(ProtobufError) {
      guard bytes.count <= Int(UInt32.max) else { throw ProtobufError(.tooLarge, at: 0) }
      return try readRequest(bytes, arrival, &place)
    } catch {
      throw OTLPError(error, in: place)
    }
  }

  private func readRequest(
    _ bytes: UnsafeRawBufferPointer, _ arrival: Nanoseconds, _ place: inout OTLPPlace
  ) throws(ProtobufError) -> LogBatch {
    var batch = LogBatch()
    var resources = 0
    var request = ProtobufReader(bytes)
    while let field = try request.next() {
      guard case (LogField.Request.resourceLogs, .bytes(let range)) = (field.number, field.value) else { continue }
      place = .resourceLogs(resources)
      resources += 1
      var group = ProtobufReader(bytes, in: range)
      while let field = try group.next() {
        guard case (LogField.ResourceLogs.scopeLogs, .bytes(let range)) = (field.number, field.value) else { continue }
        var scope = ProtobufReader(bytes, in: range)
        while let field = try scope.next() {
          guard case (LogField.ScopeLogs.logRecords, .bytes(let range)) = (field.number, field.value) else { continue }
          place = .logRecord(batch.records)
          guard batch.records < Self.mostRecords else {
            throw ProtobufError(.tooMany(Self.mostRecords), at: Int(range.lowerBound))
          }
          try readRecord(bytes, range, arrival, &batch)
          batch.records += 1
        }
      }
      place = .request
    }
    return batch
  }

  private func readRecord(
    _ bytes: UnsafeRawBufferPointer, _ range: Range<UInt32>, _ arrival: Nanoseconds, _ batch: inout LogBatch
  ) throws(ProtobufError) {
    var record = LogRecordReader(bytes, in: range)
    var name = 0..<0 as Range<UInt32>
    while let attribute = try record.nextAttribute() {
      if let text = attribute.eventName(in: bytes) { name = text }
    }
    if !record.eventName.isEmpty { name = record.eventName }
    if name.isEmpty { return }
    let text = bytes.slice(name)
    if EvaluationReader.isEvent(text) { return try readEvaluation(bytes, range, &batch) }
    guard ContentEvent(name: text) != nil else { return }
    guard let trace = TraceID(record.traceID, in: bytes), let span = SpanID(record.spanID, in: bytes) else {
      batch.unlinked += 1
      return
    }
    // OTLP: a time of 0 is unknown.
    let time = record.time > 0 ? record.time : record.observedTime
    batch.parts.append(
      ContentPart(
        kind: .event, trace: trace, span: span, time: time > 0 ? Nanoseconds(clamping: time) : arrival,
        source: ByteRange(range)))
  }
}

extension LogDecoder {
  /// Reads a record that is an evaluation once more, now for what it says.
  private func readEvaluation(
    _ bytes: UnsafeRawBufferPointer, _ range: Range<UInt32>, _ batch: inout LogBatch
  ) throws(ProtobufError) {
    var reader = EvaluationReader()
    var record = LogRecordReader(bytes, in: range)
    while let attribute = try record.nextAttribute() { reader.take(attribute, in: bytes) }
    reader.report.trace = TraceID(record.traceID, in: bytes) ?? .invalid
    reader.report.span = SpanID(record.spanID, in: bytes) ?? .invalid
    batch.evaluations.add(reader.report, at: "log record \(batch.records)")
  }
}

extension KeyValue {
  /// The name of an event where older SDKs put it: the attribute `event.name`.
  func eventName(in bytes: UnsafeRawBufferPointer) -> Range<UInt32>? {
    guard case .string(let name) = value, bytes.slice(key).equals("event.name") else { return nil }
    return name
  }
}
