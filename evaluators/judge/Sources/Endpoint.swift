internal import CallModel
internal import PluginKit

/// The server whose model judges: asked within the budget, tried again where that may help.
///
/// Failures hold neither the key nor the URL, even where the server repeats them.
struct Endpoint: Sendable {
  let url: String
  let key: String?
  let headers: [HostHeader]
  let price: TokenPrice?
  let retry: RetryRule
  /// For one try.
  let requestTimeout: Nanoseconds
  let places: Places
  let state: JudgeState
  let host: any Host
  var pause: @Sendable (Nanoseconds) async -> Void = {
    try? await Task.sleep(for: .nanoseconds($0))
  }
  var jitter: @Sendable () -> Double = { .random(in: 0...1) }

  /// With less time than this left, a request is not worth its while.
  private static let shortest: Nanoseconds = .milliseconds(5)
  /// After a refused key or an empty account so long nothing is asked.
  static let closedFor: Nanoseconds = .seconds(30)
  private static let largestBody = 256 << 10

  /// The text of the model's answer.
  func ask(_ request: ChatRequest, by deadline: Nanoseconds) async throws(JudgeFailure) -> String {
    var tried = 0
    var dialect = state.dialect
    while true {
      let attempt = try await attempt(request, dialect, by: deadline)
      switch attempt {
      case .answered(let reply):
        if state.dialect != dialect { state.dialect = dialect }
        return try reply.text.get()
      case .refused(let error, let failure):
        // A server that knows a field less is asked at once; there are few fields.
        guard let adapted = dialect.adapted(to: error) else { throw masked(failure) }
        dialect = adapted
      case .failed(let failure):
        let failure = masked(failure)
        if [.refusedKey, .noCredit].contains(failure.code) {
          state.close(until: host.now() + Self.closedFor, for: failure)
        }
        throw failure
      case .again(let failure, let asked):
        tried += 1
        let left = deadline - host.now() - Self.shortest
        guard let time = retry.pause(tried: tried, asked: asked, left: left, jitter: jitter())
        else {
          throw masked(failure)
        }
        await pause(time)
      }
    }
  }

  /// One request, in a place of its own, paid from the allowance.
  private func attempt(
    _ request: ChatRequest, _ dialect: Dialect, by deadline: Nanoseconds
  ) async throws(JudgeFailure) -> Attempt {
    switch await places.enter(within: max(0, deadline - host.now())) {
    case .entered: break
    case .full:
      throw JudgeFailure(.busy, "\(Places.longestQueue) questions wait for the judge already")
    case .late: throw Task.isCancelled ? withdrawn : late
    }
    defer { places.leave() }
    if Task.isCancelled { throw withdrawn }
    let left = deadline - host.now()
    guard left >= Self.shortest else { throw late }
    if let closure = state.closure(at: host.now()) { throw closure }
    let estimate = price?.estimate(bytes: request.size, mostOutput: request.mostOutput) ?? .zero
    let (taken, isFirst) = state.reserve(estimate, at: host.now())
    switch taken {
    case .failure(let denial):
      if isFirst {
        host.log(.warning, "\(denial.reason): answers are not judged, and count as errors")
      }
      throw JudgeFailure(.overBudget, denial.reason)
    case .success(let reservation):
      let attempt = await send(
        request.body(dialect), within: min(left, requestTimeout), by: deadline)
      if let cost = attempt.cost(price) { state.settle(reservation, cost: cost) }
      return attempt
    }
  }

  private func send(_ body: [UInt8], within time: Nanoseconds, by deadline: Nanoseconds) async
    -> Attempt
  {
    var fields = headers + [HostHeader("Content-Type", "application/json")]
    if let key { fields.append(HostHeader("Authorization", "Bearer \(key)")) }
    let started = host.now()
    do throws(HostError) {
      let response = try await host.http(
        HostRequest(
          url: url, headers: fields, body: body, deadline: time, largestBody: Self.largestBody))
      return Attempt(response, now: host.now())
    } catch {
      if Task.isCancelled { return .failed(withdrawn) }
      let isLate = host.now() - started >= time - Self.shortest
      let failure = isLate ? slow(time) : JudgeFailure(.unreachable, "no answer: \(error)")
      return error.isTransient ? .again(failure, after: nil) : .failed(failure)
    }
  }

  /// A failure without what is secret: a server may repeat what it was sent.
  private func masked(_ failure: JudgeFailure) -> JudgeFailure {
    let values =
      headers.flatMap { $0.value.split(separator: " ").map(String.init) } + (key.map { [$0] } ?? [])
    let text = values.filter { $0.utf8.count >= 8 }.reduce(failure.message) {
      $0.replacing($1, with: "***")
    }
    return JudgeFailure(failure.code, text)
  }

  private var late: JudgeFailure {
    JudgeFailure(.timeout, "the judge had no time left for this answer")
  }

  private func slow(_ time: Nanoseconds) -> JudgeFailure {
    JudgeFailure(.timeout, "no answer of the judge within \(time / 1_000_000) ms")
  }

  private var withdrawn: JudgeFailure { JudgeFailure(.cancelled, "the question was withdrawn") }
}

extension Allowance.Denial {
  /// What is used up, as a sentence.
  var reason: String {
    switch self {
    case .money: "the judge's budget is used up"
    case .requests: "the judge's limit on requests is reached"
    }
  }
}
