/// Which batches have their calls in the index: all up to one id, and some stretches after it.
///
/// Its size is the number of gaps, not of batches, since shards finish nearly in order.
struct BatchProgress: Hashable {
  /// Every batch up to this one is done.
  private(set) var complete: Int64
  /// Done as well: sorted, apart from each other and from `complete`.
  private(set) var ahead: [ClosedRange<Int64>] = []

  init(complete: Int64) { self.complete = complete }

  mutating func insert(_ id: Int64) { insert(id...id) }

  mutating func insert(_ ids: ClosedRange<Int64>) {
    guard ids.upperBound > complete else { return }
    var merged = max(ids.lowerBound, complete + 1)...ids.upperBound
    // Those that overlap or touch the new stretch become one with it.
    var low = ahead.partitioningIndex { $0.upperBound + 1 >= merged.lowerBound }
    let start = low
    while low < ahead.count, ahead[low].lowerBound <= merged.upperBound + 1 {
      merged = min(merged.lowerBound, ahead[low].lowerBound)...max(merged.upperBound, ahead[low].upperBound)
      low += 1
    }
    ahead.replaceSubrange(start..<low, with: [merged])
    if ahead[0].lowerBound == complete + 1 {
      complete = ahead[0].upperBound
      ahead.removeFirst()
    }
  }

  /// The ids of `range` that are not done.
  func missing(in range: Range<Int64>) -> [ClosedRange<Int64>] {
    var result: [ClosedRange<Int64>] = []
    var next = max(range.lowerBound, complete + 1)
    for done in ahead where done.upperBound >= next {
      if done.lowerBound >= range.upperBound { break }
      if done.lowerBound > next { result.append(next...done.lowerBound - 1) }
      next = done.upperBound + 1
    }
    if next < range.upperBound { result.append(next...range.upperBound - 1) }
    return result
  }
}

extension Array {
  /// The first position from which `isIn` holds, where it holds for a suffix.
  fileprivate func partitioningIndex(_ isIn: (Element) -> Bool) -> Int {
    var low = 0
    var high = count
    while low < high {
      let middle = (low + high) / 2
      if isIn(self[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
