internal import CallModel
internal import Ingest
package import NIOCore
internal import OTLP
internal import Synchronization
internal import Telemetry

extension Pipeline {
  /// Takes one trace request's bytes, and returns when they are on disk.
  package func ingest(_ body: ByteBuffer) async throws(IngestRefusal) -> IngestReceipt {
    do throws(IngestRefusal) {
      return try await take(body)
    } catch {
      meter.refused(error)
      throw error
    }
  }

  private func take(_ body: ByteBuffer) async throws(IngestRefusal) -> IngestReceipt {
    if isStopping.load(ordering: .relaxed) { throw .stopping }
    let arrival = wallClock()
    let batch: Batch
    do throws(OTLPError) {
      let decoded = try decoders.decode(body, arrival: arrival)
      batch = Batch(
        body: body, decoded: decoded, digest: body.withUnsafeReadableBytes { digest.hash($0) }, arrival: arrival)
    } catch {
      throw .invalid("\(error)")
    }
    count(batch)
    if batch.decoded.spans > batch.decoded.rejectedSpans, let refusal = await journal.write(batch) { throw refusal }
    return IngestReceipt(rejectedSpans: batch.decoded.rejectedSpans, message: batch.message)
  }

  private func count(_ batch: Batch) {
    meter.spans.add(batch.decoded.spans)
    meter.rejectedSpans.add(batch.decoded.rejectedSpans)
    meter.bytes.add(batch.body.readableBytes)
    let repairs = batch.decoded.repairs
    meter.repaired("unknown_duration", repairs.unknownDurations)
    meter.repaired("impossible_tokens", repairs.impossibleTokens)
    meter.repaired("future_time", repairs.futureTimes)
    meter.repaired("invalid_name", repairs.invalidNames)
  }
}

extension Batch {
  /// What a sender should know though the batch was taken; nil if there is nothing.
  fileprivate var message: String? {
    var parts = decoded.rejectedSpans > 0 ? [decoded.rejection] : []
    let repairs = decoded.repairs
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
