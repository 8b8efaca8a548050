import CallModel
import NIOCore
import Storage
import Testing

@testable import Pipeline

@Suite struct CountedOnceTests {
  private let folder: TemporaryFolder
  private let options: PipelineOptions

  init() throws {
    folder = try TemporaryFolder()
    options = PipelineOptions(path: folder.store)
  }

  @Test func aBatchIsCountedOnceHoweverOftenItIsSent() async throws {
    try await running(options) { pipeline in
      let body = request(SampleCall.many(10))
      for _ in 0..<5 {
        let receipt = try await pipeline.ingest(body)
        #expect(receipt.rejected == 0 && receipt.message == nil)
      }
      #expect(try await pipeline.settles(calls: 10))
      // Another batch behind them: when it is counted, so is all that came before it.
      try await pipeline.send(SampleCall.many(1))
      #expect(try await pipeline.settles(calls: 11))
      let snapshot = pipeline.snapshot()
      #expect(snapshot.sum("assay_calls_total") == 11)
      #expect(snapshot.sum("assay_ingest_batches_total") == 2)
      #expect(snapshot.sum("assay_ingest_repeated_batches_total") == 4)
      #expect(snapshot.sum("assay_ingest_repeated_calls_total") == 0)
      #expect(snapshot.sum("assay_ingest_spans_total") == 51, "what was received, not what was counted")
    }
  }

  @Test func eightSendersAtOnceCountOnce() async throws {
    try await running(options) { pipeline in
      for round in 1...20 {
        let body = request(SampleCall.many(3))
        try await withThrowingTaskGroup(of: Void.self) { group in
          for _ in 0..<8 { group.addTask { _ = try await pipeline.ingest(body) } }
          try await group.waitForAll()
        }
        #expect(try await pipeline.settles(calls: 3 * round))
      }
      let snapshot = pipeline.snapshot()
      #expect(snapshot.sum("assay_calls_total") == 60)
      #expect(snapshot.sum("assay_ingest_batches_total") == 20)
      #expect(snapshot.sum("assay_ingest_repeated_batches_total") == 140)
      #expect(try await pipeline.newestCalls(limit: 1_000).count <= 60)
    }
  }

  @Test func aSpanInAnotherBatchIsCountedOnce() async throws {
    try await running(options) { pipeline in
      let calls = SampleCall.many(4)
      try await pipeline.send(calls)
      // Two of them again, with others, and one twice in one batch.
      let more = SampleCall.many(3)
      try await pipeline.send([calls[1], more[0], calls[3], more[1], more[2], more[2]])
      #expect(try await pipeline.settles(calls: 7))
      try await pipeline.send(SampleCall.many(1))
      #expect(try await pipeline.settles(calls: 8))
      let snapshot = pipeline.snapshot()
      #expect(snapshot.sum("assay_calls_total") == 8)
      #expect(snapshot.sum("assay_ingest_repeated_calls_total") == 3)
      #expect(snapshot.sum("assay_ingest_batches_total") == 3)
      #expect(
        try await eventually { try await pipeline.newestCalls(limit: 100).count == 8 }, "and is in the index once")
      let ids = try await pipeline.newestCalls(limit: 100).map(\.call.id)
      #expect(ids.sorted() == Array(1...8), "numbered without gaps")
    }
  }

  @Test func aRejectedSpanIsReportedAndTheOthersAreCounted() async throws {
    try await running(options) { pipeline in
      var calls = SampleCall.many(5)
      calls[1].span = .invalid
      calls[3].trace = .invalid
      let receipt = try await pipeline.send(calls)
      #expect(receipt.rejected == 2)
      let message = try #require(receipt.message)
      #expect(message.contains("span") && message.contains("1") && message.contains("3"), "\(message)")
      #expect(try await pipeline.settles(calls: 3))
      let snapshot = pipeline.snapshot()
      #expect(snapshot.sum("assay_calls_total") == 3)
      #expect(snapshot.sum("assay_ingest_rejected_spans_total") == 2)
      #expect(snapshot.sum("assay_ingest_spans_total") == 5)
    }
  }

  @Test func whatIsRepairedIsReported() async throws {
    try await running(options) { pipeline in
      var calls = SampleCall.many(3)
      calls[0].inputTokens = -5
      calls[1].duration = -.seconds(1)
      let receipt = try await pipeline.send(calls)
      #expect(receipt.rejected == 0)
      let message = try #require(receipt.message)
      #expect(message.contains("1 impossible token counts") && message.contains("1 calls without"), "\(message)")
      #expect(try await pipeline.settles(calls: 3))
      let snapshot = pipeline.snapshot()
      #expect(snapshot.sum("assay_ingest_repairs_total", ["kind": "impossible_tokens"]) == 1)
      #expect(snapshot.sum("assay_ingest_repairs_total", ["kind": "unknown_duration"]) == 1)
    }
  }

  @Test func onlyRejectedSpansAreNoBatch() async throws {
    try await running(options) { pipeline in
      let receipt = try await pipeline.send(SampleCall.many(2) { $0.span = .invalid })
      #expect(receipt.rejected == 2)
      let empty = try await pipeline.ingest(ByteBuffer())
      #expect(empty.rejected == 0 && empty.message == nil)
      #expect(pipeline.snapshot().sum("assay_ingest_batches_total") == 0)
    }
  }

  @Test func garbageIsInvalid() async throws {
    try await running(options) { pipeline in
      let whole = request(SampleCall.many(2))
      let cut = whole.getSlice(at: 0, length: whole.readableBytes - 1) ?? whole
      for body in [ByteBuffer(string: "garbage"), cut] {
        let refusal = await #expect(throws: IngestRefusal.self) { try await pipeline.ingest(body) }
        guard case .invalid(let message) = refusal else {
          Issue.record("\(String(describing: refusal))")
          continue
        }
        #expect(!message.isEmpty)
      }
      let snapshot = pipeline.snapshot()
      #expect(snapshot.sum("assay_ingest_refused_total", ["reason": "invalid"]) == 2)
      #expect(snapshot.sum("assay_calls_total") == 0)
      #expect(snapshot.sum("assay_ingest_batches_total") == 0)
    }
  }

  @Test func aStoppedPipelineTakesNothing() async throws {
    let pipeline = try await running(options) { $0 }
    let refusal = await #expect(throws: IngestRefusal.self) { try await pipeline.send(SampleCall.many(1)) }
    guard case .stopping = refusal else {
      Issue.record("\(String(describing: refusal))")
      return
    }
    #expect(pipeline.notReady != nil)
  }
}
