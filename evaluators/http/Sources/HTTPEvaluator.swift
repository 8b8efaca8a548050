internal import CallModel
internal import PluginKit
internal import PluginProtocol

/// Posts calls in batches to a server and reads its verdicts: protocol 1 without `hello`.
///
/// Explanations of errors hold no URL and no value of a header, even where the server repeats one.
struct HTTPEvaluator: Evaluator {
  let url: String
  let headers: [HostHeader]
  /// For a verdict, counted from the call: from 10 ms to 10 minutes.
  let timeout: Nanoseconds
  /// The most calls of a request.
  let batch: Int
  let places: Places
  let host: any Host

  /// With less time than this left, a request is not worth its while.
  private static let shortest: Nanoseconds = .milliseconds(5)

  func judge(_ calls: [LLMCall]) async -> [Verdict] {
    let deadline = host.now() + timeout
    let tooLong = PluginFailure(.tooLong, "the call is longer than the \(LineFraming.longest >> 20) MiB of a line")
    return await withTaskGroup(of: ([Int], [Verdict]).self) { group in
      for part in CallBatch.split(calls, most: batch) {
        group.addTask { (part.places, await judge(part, by: deadline)) }
      }
      // Those that no batch took.
      var verdicts = calls.map { _ in tooLong.verdict }
      for await (places, found) in group {
        for (place, verdict) in zip(places, found) { verdicts[place] = verdict }
      }
      return verdicts
    }
  }

  private func judge(_ part: CallBatch, by deadline: Nanoseconds) async -> [Verdict] {
    do throws(PluginFailure) {
      switch await places.enter(within: timeout) {
      case .entered: break
      case .full: throw PluginFailure(.busy, "\(Places.longestQueue) requests wait for the server already")
      case .late: throw Task.isCancelled ? withdrawn : late
      }
      defer { places.leave() }
      return part.verdicts(from: try await answer(to: part.body, by: deadline)).map(masked)
    } catch {
      return part.calls.map { _ in error.verdict }
    }
  }

  /// The body of a good answer. One that may go better is asked for once more, if there is time.
  private func answer(to body: [UInt8], by deadline: Nanoseconds) async throws(PluginFailure) -> [UInt8] {
    var isSecond = false
    while true {
      if Task.isCancelled { throw withdrawn }
      let left = min(deadline - host.now(), timeout)
      guard left >= Self.shortest else { throw late }
      let (failure, pause) = await attempt(body, within: left, by: deadline)
      switch failure {
      case .success(let answer): return answer
      case .failure(let failure):
        guard !isSecond, let pause else { throw failure }
        guard pause <= deadline - host.now() - Self.shortest else { throw failure }
        isSecond = true
        if pause > 0 { try? await Task.sleep(for: .nanoseconds(pause)) }
      }
    }
  }

  /// What came of one request, and when to try again; nil: never.
  private func attempt(
    _ body: [UInt8], within left: Nanoseconds, by deadline: Nanoseconds
  ) async -> (Result<[UInt8], PluginFailure>, again: Nanoseconds?) {
    let request = HostRequest(
      url: url, headers: headers + [HostHeader("Content-Type", "application/x-ndjson")], body: body, deadline: left,
      largestBody: LineFraming.longest)
    do throws(HostError) {
      let response = try await host.http(request)
      if host.now() > deadline { return (.failure(late), nil) }
      if response.isSuccess { return (.success(response.body), nil) }
      let failure = PluginFailure(.unavailable, "the server answers with status \(response.status)")
      return (.failure(failure), response.status == 503 ? response.retryAfter(now: host.now()) : nil)
    } catch {
      if Task.isCancelled { return (.failure(withdrawn), nil) }
      if error.isTransient, deadline - host.now() < Self.shortest { return (.failure(late), nil) }
      return (.failure(PluginFailure(.unavailable, "no answer: \(error)")), error.isTransient ? 0 : nil)
    }
  }

  /// An error without the values of headers, which a server may repeat in a line that is quoted.
  private func masked(_ verdict: Verdict) -> Verdict {
    guard verdict.kind == .error, let explanation = verdict.explanation else { return verdict }
    var masked = verdict
    // A scheme such as Bearer is no secret, what follows it is one.
    let secrets = headers.flatMap { $0.value.split(separator: " ") }.filter { $0.utf8.count >= 8 }
    masked.explanation = secrets.reduce(explanation) { $0.replacing($1, with: "***") }
    return masked
  }

  private var late: PluginFailure { PluginFailure(.timeout, "no answer within \(timeout / 1_000_000) ms") }

  private var withdrawn: PluginFailure { PluginFailure(.cancelled, "the question was withdrawn") }
}
