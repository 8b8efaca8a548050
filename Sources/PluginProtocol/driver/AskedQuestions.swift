/// The questions that have no reply yet, by those who wait for them.
struct AskedQuestions: Sendable {
  private struct Batch: Sendable {
    let ids: Range<UInt64>
    var replies: [PluginReply?]
    var missing: Int
    let continuation: CheckedContinuation<[PluginReply], Never>
  }

  private var batches: [UInt64: Batch] = [:]
  private var batchOf: [UInt64: UInt64] = [:]
  private var lastKey: UInt64 = 0

  mutating func nextKey() -> UInt64 {
    lastKey += 1
    return lastKey
  }

  mutating func add(_ ids: Range<UInt64>, key: UInt64, _ continuation: CheckedContinuation<[PluginReply], Never>) {
    batches[key] = Batch(
      ids: ids, replies: Array(repeating: nil, count: ids.count), missing: ids.count, continuation: continuation)
    for id in ids { batchOf[id] = key }
  }

  func ids(of key: UInt64) -> Range<UInt64>? { batches[key]?.ids }

  /// - Returns: who is to be told, once the last of their replies is here.
  mutating func take(
    _ reply: PluginReply, for id: UInt64
  ) -> (CheckedContinuation<[PluginReply], Never>, [PluginReply])? {
    guard let key = batchOf.removeValue(forKey: id), let index = batches.index(forKey: key) else { return nil }
    let place = Int(id - batches.values[index].ids.lowerBound)
    batches.values[index].replies[place] = reply
    batches.values[index].missing -= 1
    guard batches.values[index].missing == 0 else { return nil }
    let batch = batches.remove(at: index).value
    return (batch.continuation, batch.replies.compactMap(\.self))
  }
}
