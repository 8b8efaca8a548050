internal import CallModel

/// The sums of some calls, by names and by five minutes.
///
/// It holds no more rows than calls.
struct SpendTally {
  static let width = Nanoseconds.minutes(5)

  struct Row {
    /// The place of its names in `series`.
    var series: Int
    var start: Nanoseconds
    var sums = SpendSums()
    /// The next row of the same names; calls that come together rarely span two stretches.
    var next: Int?
  }

  private(set) var calls = 0
  private(set) var rows: [Row] = []
  private(set) var series: [SpendSeries] = []
  private var places: [SpendSeries: Int] = [:]
  /// The first row of each series.
  private var firsts: [Int] = []
  private var names = SpendSeries()

  mutating func add<Body: JournalBytes>(_ batches: [IndexedBatch<Body>]) {
    for batch in batches {
      batch.body.withBytes { bytes in
        for call in batch.calls { add(call, in: bytes) }
      }
    }
  }

  private mutating func add(_ call: CallRecord, in body: UnsafeRawBufferPointer) {
    calls += 1
    names.read(call, in: body)
    let arrival = max(0, call.arrival)
    let start = arrival - arrival % Self.width
    let failed = call.outcome == .error
    guard let place = places[names] else {
      places[names] = series.count
      firsts.append(rows.count)
      rows.append(Row(series: series.count, start: start))
      series.append(names)
      rows[rows.count - 1].sums.add(call.usage, cost: call.cost, failed: failed)
      return
    }
    var row = firsts[place]
    while rows[row].start != start {
      if let next = rows[row].next {
        row = next
      } else {
        rows[row].next = rows.count
        row = rows.count
        rows.append(Row(series: place, start: start))
      }
    }
    rows[row].sums.add(call.usage, cost: call.cost, failed: failed)
  }
}
