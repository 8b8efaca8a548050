internal import CallModel
internal import Ingest
package import NIOCore
package import OTLP
internal import Redaction
internal import Synchronization
internal import Telemetry

extension Pipeline {
  /// Takes one request's bytes, and returns when what is kept of them is on disk.
  package func ingest(_ body: ByteBuffer, _ signal: OTLPSignal = .traces) async throws(IngestRefusal) -> IngestReceipt {
    do throws(IngestRefusal) {
      if isStopping.load(ordering: .relaxed) { throw .stopping }
      meter.bytes.add(body.readableBytes)
      switch signal {
      case .traces: return try await takeTraces(body)
      case .logs: return try await takeLogs(body)
      case .metrics: return try takeMetrics(body)
      }
    } catch {
      meter.refused(error)
      throw error
    }
  }

  private func takeTraces(_ body: ByteBuffer) async throws(IngestRefusal) -> IngestReceipt {
    let arrival = wallClock()
    // Of the bytes as they came: masked ones of two requests may be equal.
    let digest = digest(of: body)
    let body = try await masked(body, .traces)
    let traces: TraceBatch
    do throws(OTLPError) {
      traces = try decoders.decode(body, arrival: arrival)
    } catch {
      throw .invalid("\(error)")
    }
    count(traces)
    _ = external.wants(traces.evaluations)
    if traces.spans > traces.rejectedSpans {
      try await write(Batch(body: body, traces: traces, digest: digest, arrival: arrival))
    }
    return IngestReceipt(rejected: traces.rejectedSpans, message: traces.message)
  }

  private func takeLogs(_ body: ByteBuffer) async throws(IngestRefusal) -> IngestReceipt {
    let arrival = wallClock()
    let digest = digest(of: body)
    let body = try await masked(body, .logs)
    let logs: LogBatch
    do throws(OTLPError) {
      logs = try decoders.decodeLogs(body, arrival: arrival)
    } catch {
      throw .invalid("\(error)")
    }
    meter.logRecords.add(logs.records)
    // Log records that are neither content of a call nor a verdict on one are nobody's here.
    if external.wants(logs.evaluations) || !logs.parts.isEmpty {
      try await write(Batch(body: body, logs: logs, digest: digest, arrival: arrival))
    }
    return IngestReceipt(
      rejected: logs.evaluations.rejected, message: logs.warning.isEmpty ? nil : logs.warning)
  }

  /// Metrics of the callers' own are checked and not kept: what is measured here comes from calls.
  private func takeMetrics(_ body: ByteBuffer) throws(IngestRefusal) -> IngestReceipt {
    do throws(OTLPError) {
      let points = try body.withUnsafeReadableBytes { bytes in
        Result { () throws(OTLPError) in try MetricsRequest.validate(bytes) }
      }.get()
      meter.metricPoints.add(points)
    } catch {
      throw .invalid("\(error)")
    }
    return IngestReceipt(rejected: 0, message: nil)
  }

  private func write(_ batch: Batch) async throws(IngestRefusal) {
    if let refusal = await journal.write(batch) { throw refusal }
  }

  private func digest(of body: ByteBuffer) -> UInt64 { body.withUnsafeReadableBytes { digest.hash($0) } }

  private func count(_ traces: TraceBatch) {
    meter.spans.add(traces.spans)
    meter.rejectedSpans.add(traces.rejectedSpans)
    let repairs = traces.repairs
    meter.repaired("unknown_duration", repairs.unknownDurations)
    meter.repaired("impossible_tokens", repairs.impossibleTokens)
    meter.repaired("future_time", repairs.futureTimes)
    meter.repaired("invalid_name", repairs.invalidNames)
  }
}

extension TraceBatch {
  /// What a sender should know though the batch was taken; nil if there is nothing.
  fileprivate var message: String? {
    var parts = [rejection, evaluations.rejection].filter { !$0.isEmpty }
    func add(_ count: Int, _ what: String) { if count > 0 { parts.append("\(count) \(what)") } }
    add(repairs.unknownDurations, "calls without a usable start and end: their duration is unknown")
    add(repairs.impossibleTokens, "impossible token counts: they are unknown")
    add(repairs.futureTimes, "calls that begin in the future: counted by their arrival")
    add(repairs.invalidNames, "names that are not UTF-8: repaired")
    return parts.isEmpty ? nil : parts.joined(separator: "; ")
  }
}

extension Pipeline {
  /// Why batches are not taken now; nil if they are.
  package var notReady: String? {
    if isStopping.load(ordering: .relaxed) { return "the service is stopping" }
    if journal.isFailing { return "the journal cannot be written" }
    return nil
  }
}
