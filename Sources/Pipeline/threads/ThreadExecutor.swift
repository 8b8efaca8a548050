/// Runs the jobs of tasks on one named thread instead of the cooperative pool.
///
/// Evaluators run here: one that computes for a second delays other evaluators, never a request.
final class ThreadExecutor: TaskExecutor {
  private let jobs: Monitor<(queue: [UnownedJob], isStopping: Bool)>
  private let thread: NamedThread

  init(_ name: String) {
    let jobs = Monitor<(queue: [UnownedJob], isStopping: Bool)>((queue: [], isStopping: false))
    self.jobs = jobs
    let runner = Monitor<UnownedTaskExecutor?>(nil)
    thread = NamedThread(name) {
      guard let executor: UnownedTaskExecutor = runner.wait(until: { $0 }) else { return }
      while true {
        let next: [UnownedJob]? = jobs.wait { jobs in
          if jobs.queue.isEmpty { return jobs.isStopping ? [] : nil }
          defer { jobs.queue.removeAll(keepingCapacity: true) }
          return jobs.queue
        }
        guard let next, !next.isEmpty else { return }
        for job in next { job.runSynchronously(on: executor) }
      }
    }
    runner.withLock { $0 = asUnownedTaskExecutor() }
  }

  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    jobs.withLock { $0.queue.append(job) }
  }

  /// Ends the thread once no job is queued; no task may prefer this executor afterwards.
  func stop() {
    jobs.withLock { $0.isStopping = true }
    thread.join()
  }
}
