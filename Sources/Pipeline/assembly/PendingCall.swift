internal import CallModel
internal import Ingest
internal import NIOCore
internal import Storage

/// A counted call on its way to the judge, which may have to wait for its content.
struct PendingCall: Sendable {
  private enum Bytes: Sendable {
    /// It does not wait, so the batch is not kept alive for it.
    case batch(Batch)
    /// Its span and its resource.
    case own([UInt8])
  }

  let id: Int64
  let record: CallRecord
  let choices: [JudgeTask.Choice]
  private let bytes: Bytes

  /// - Parameter waits: whether it may wait; then it keeps bytes of its own.
  init(id: Int64, record: CallRecord, of batch: Batch, choices: [JudgeTask.Choice], waits: Bool) {
    self.id = id
    self.choices = choices
    if waits {
      self.record = record.cutOut
      bytes = .own(batch.body.withUnsafeReadableBytes { record.ownBytes(in: $0) })
    } else {
      self.record = record
      bytes = .batch(batch)
    }
  }

  /// What it keeps while it waits, in bytes.
  var size: Int { if case .own(let bytes) = bytes { bytes.count } else { 0 } }

  func call(with parts: [AssembledPart], symbols: Symbols) -> LLMCall {
    switch bytes {
    case .batch(let batch):
      batch.body.withUnsafeReadableBytes { readCall(record, in: $0, symbols: symbols, parts: parts) }
    case .own(let bytes):
      bytes.withUnsafeBytes { readCall(record, in: $0, symbols: symbols, parts: parts) }
    }
  }
}

/// A call that was judged and may be once more: where it lies in the journal.
struct JudgedMemory: Sendable {
  let id: Int64
  let batch: Int64
  let record: CallRecord
  let choices: [JudgeTask.Choice]
}

extension CallRecord {
  /// The bytes of the span, then those of the resource.
  func ownBytes(in batch: UnsafeRawBufferPointer) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(Int(source.count) + Int(resource.count))
    for range in [source, resource] where range.bounds.upperBound <= batch.count {
      bytes += batch[range.bounds]
    }
    return bytes
  }

  /// The same call with ranges of `ownBytes`, wherever its batch had them.
  var cutOut: CallRecord {
    var cut = self
    cut.source = ByteRange(offset: 0, count: source.count)
    cut.resource = ByteRange(offset: source.count, count: resource.count)
    func moved(_ range: ByteRange) -> ByteRange {
      for (from, to) in [(source, cut.source), (resource, cut.resource)]
      where range.offset >= from.offset && range.bounds.upperBound <= from.bounds.upperBound {
        return ByteRange(offset: range.offset - from.offset + to.offset, count: range.count)
      }
      return .empty
    }
    cut.tenant = moved(tenant)
    cut.user = moved(user)
    cut.key = moved(key)
    cut.conversation = moved(conversation)
    return cut
  }
}

extension AssembledPart {
  /// Where it lies, as the index keeps it for its call.
  func stored(for call: Int64) -> StoredPart {
    StoredPart(call: call, kind: Int64(kind.rawValue), time: time, batch: batch, source: source)
  }
}
