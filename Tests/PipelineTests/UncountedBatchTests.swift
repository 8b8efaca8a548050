import CallModel
import Storage
import Testing

@testable import Pipeline

/// Batches that were acknowledged, but whose calls a crash has kept from the index.
@Suite(.serialized) struct UncountedBatchTests {
  private let folder: TemporaryFolder
  private let options: PipelineOptions

  init() throws {
    folder = try TemporaryFolder()
    options = refusalOptions(folder, [])
  }

  /// The index as a crash would leave it: an older state of it, beside the whole journal.
  private func restoreIndex(_ older: [UInt8]) {
    for suffix in ["-wal", "-shm"] { removeFile(folder.store + suffix) }
    writeFile(folder.store, older)
  }

  @Test func areCountedOnceAtTheNextStart() async throws {
    let known = SampleCall.many(3)
    try await running(options) { try await $0.send(known) }
    let older = readFile(folder.store)
    #expect(!older.isEmpty)

    let lost = SampleCall.many(4) + refusals(1)
    let lostBody = request(lost)
    try await running(options) { pipeline in
      _ = try await pipeline.ingest(lostBody)
      // A batch that repeats calls of the indexed and of the lost one.
      try await pipeline.send([known[0], lost[0]] + SampleCall.many(2))
    }
    restoreIndex(older)

    try await running(options) { pipeline in
      #expect(try await pipeline.settles(calls: 7, verdicts: 7))
      let snapshot = pipeline.snapshot()
      #expect(snapshot.sum("assay_calls_total") == 7)
      #expect(snapshot.sum("assay_ingest_repeated_calls_total") == 2)
      #expect(snapshot.sum("assay_evaluations_total", ["verdict": "fail"]) == 1, "and they are judged")
      // Whoever sends them again hears that they are there.
      _ = try await pipeline.ingest(lostBody)
      try await pipeline.send(Array(lost.reversed()))
      try await pipeline.send(SampleCall.many(1))
      #expect(try await pipeline.settles(calls: 8, verdicts: 8))
      #expect(pipeline.snapshot().sum("assay_calls_total") == 8)
      #expect(pipeline.snapshot().sum("assay_ingest_repeated_batches_total") == 1)
    }
    try await running(options) { pipeline in
      let calls = try await pipeline.newestCalls(limit: 1_000)
      #expect(calls.map(\.call.id).sorted() == Array(1...11))
      #expect(Set(calls.map(\.call.span)).count == 11)
      #expect(Set(calls.map(\.call.span)).isSuperset(of: (known + lost).map(\.span)))
      #expect(calls.allSatisfy { $0.verdicts.count == 1 })
      for call in calls {
        let found = try await pipeline.call(call.call.id)
        #expect(found?.content?.output.isEmpty == false, "its bytes are found")
      }
      #expect(pipeline.snapshot().sum("assay_calls_total") == 0, "nothing is left to count")
    }
  }

  @Test func aLostIndexIsMadeAgainFromTheJournal() async throws {
    let calls = SampleCall.many(6)
    try await running(options) { pipeline in
      for call in calls { try await pipeline.send([call]) }
    }
    for name in fileNames(in: folder.path) where name.hasPrefix("assay.db") && !name.hasSuffix(".journal") {
      removeFile("\(folder.path)/\(name)")
    }
    try await running(options) { pipeline in
      let settles = try await pipeline.settles(calls: 6, verdicts: 6)
      #expect(settles)
      #expect(pipeline.snapshot().sum("assay_calls_total") == 6)
    }
    try await running(options) { pipeline in
      let found = try await pipeline.newestCalls(limit: 100)
      #expect(Set(found.map(\.call.span)) == Set(calls.map(\.span)) && found.count == 6)
      // The batches are known by a key that was lost with the index; the calls are recognised all the same.
      try await pipeline.send(calls)
      try await pipeline.send(SampleCall.many(1))
      #expect(try await pipeline.settles(calls: 1))
      #expect(pipeline.snapshot().sum("assay_calls_total") == 1)
    }
  }

  @Test func theirArrivalIsTheOldOne() async throws {
    try await running(options) { _ in }
    let older = readFile(folder.store)
    let (begun, ended) = try await running(options) { pipeline in
      let begun = wallClock()
      try await pipeline.send(SampleCall.many(2))
      return (begun, wallClock())
    }
    restoreIndex(older)
    #expect(try await running(options) { try await $0.settles(calls: 2) })
    try await running(options) { pipeline in
      let arrivals = try await pipeline.newestCalls(limit: 10).map(\.call.arrival)
      #expect(arrivals.count == 2 && arrivals.allSatisfy { $0 >= begun && $0 <= ended })
    }
  }
}
