internal import CallModel
internal import Ingest
internal import NIOCore
internal import Storage
internal import Synchronization
internal import Telemetry

/// Makes batches durable: one thread, many batches a commit.
///
/// Only when a commit has returned are its senders answered. A batch that was seen before is
/// answered with the commit that it waits for, and not written again.
final class JournalStage: Sendable {
  private struct Submission: Sendable {
    let batch: Batch
    let answer: CheckedContinuation<IngestRefusal?, Never>
  }

  private struct State: ~Copyable {
    let journal: Journal
    /// Digests of what is on disk.
    var seen: RecentSet
  }

  private let worker: Worker<Submission>
  private let checkpoints: CheckpointStage
  private let trouble = Trouble()

  /// - Parameters:
  ///   - seen: the digests of the batches that are in the journal already.
  ///   - next: takes each durable batch with its id, in order; it may wait.
  init(
    journal: sending Journal, seen: sending RecentSet, meter: ServiceMeter,
    next: @escaping @Sendable (Int64, Batch) -> Void
  ) {
    let state = Mutex(State(journal: journal, seen: seen))
    let trouble = trouble
    let checkpoints = CheckpointStage { meter.storageErrors.add() }
    self.checkpoints = checkpoints
    worker = Worker("journal", bound: 4_096, batch: 256) { submissions in
      let results = state.withLock { Self.write(submissions, &$0, meter) }
      trouble.report(results.refusals.contains { $0 != nil } ? wallClock() : nil)
      for (submission, refusal) in zip(submissions, results.refusals) { submission.answer.resume(returning: refusal) }
      for (id, batch) in results.written { next(id, batch) }
      switch state.withLock({ $0.journal.dueSettlement() }) {
      case .nothing: break
      case .move(let checkpoint): checkpoints.begin(checkpoint)
      case .halt:
        checkpoints.wait()
        state.withLock { try? $0.journal.settle() }
      }
    }
    retain = { since, maxSize in
      state.withLock { try? $0.journal.retain(since: since, maxSize: maxSize, now: wallClock()) }
    }
    flush = { state.withLock { try? $0.journal.flush() } }
  }

  /// Deletes files older than a moment, and the oldest beyond a size.
  let retain: @Sendable (_ since: Nanoseconds, _ maxSize: Int64) -> Int64?
  private let flush: @Sendable () -> Void

  /// Waits until a batch is on disk; nil is success.
  func write(_ batch: Batch) async -> IngestRefusal? {
    await withCheckedContinuation { answer in
      if !worker.offer(Submission(batch: batch, answer: answer)) { answer.resume(returning: .overloaded) }
    }
  }

  var isRunning: Bool { worker.isRunning }

  func stop() {
    worker.stop()
    checkpoints.stop()
    flush()
  }

  /// Whether the disk refused the latest commit, in the last ten seconds.
  ///
  /// Not for longer: if nobody sends to a service that is not ready, nothing would tell that the
  /// disk has recovered.
  var isFailing: Bool { trouble.isRecent(at: wallClock()) }
  var depth: (items: Int, cost: Int, refused: UInt64) { worker.depth }

  private static func write(
    _ submissions: [Submission], _ state: inout State, _ meter: ServiceMeter
  ) -> (refusals: [IngestRefusal?], written: [(Int64, Batch)]) {
    var fresh: [Batch] = []
    var pending: Set<UInt64> = []
    for submission in submissions {
      let digest = submission.batch.digest
      if state.seen.contains(digest) || !pending.insert(digest).inserted {
        meter.repeatedBatches.add()
      } else {
        fresh.append(submission.batch)
      }
    }
    guard !fresh.isEmpty else { return (submissions.map { _ in nil }, []) }
    let started = wallClock()
    do {
      let ids = try state.journal.append(
        fresh.map {
          JournalBatch(
            received: $0.arrival, digest: $0.digest, signal: $0.signal, spans: $0.items,
            body: BatchBody(buffer: $0.body))
        }, now: started)
      for batch in fresh { _ = state.seen.insert(batch.digest) }
      meter.batches.add(fresh.count)
      meter.commits.add()
      meter.commitSeconds.add(wallClock() - started)
      return (submissions.map { _ in nil }, Array(zip(ids, fresh)))
    } catch {
      meter.storageErrors.add()
      // Who repeats a batch that is on disk already has nothing to fear.
      return (
        submissions.map { pending.contains($0.batch.digest) ? .storage("\(error)") : nil }, []
      )
    }
  }
}

/// A batch's bytes as the journal reads them.
struct BatchBody: JournalBytes {
  let buffer: ByteBuffer

  var count: Int { buffer.readableBytes }

  func withBytes<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
    buffer.withUnsafeReadableBytes(body)
  }
}

/// When the disk last refused, shared by closures.
private final class Trouble: Sendable {
  private static let none = Int64.min
  private let last = Atomic<Int64>(none)

  /// Nil: all is well again.
  func report(_ moment: Nanoseconds?) { last.store(moment ?? Self.none, ordering: .relaxed) }

  func isRecent(at now: Nanoseconds) -> Bool {
    let last = last.load(ordering: .relaxed)
    return last != Self.none && now - last < .seconds(10)
  }
}
