internal import CallModel
internal import PluginKit
internal import Synchronization

/// What an exporter sends to, in one of its moods: the network and the disk of a `TestHost`.
struct Receiver {
  enum Expectation: String {
    case arrives = "has arrived"
    case retries = "may be sent again"
    case drops = "can never arrive"
  }

  let name: String
  private let answer: @Sendable (HostRequest) -> Result<HostResponse, HostError>

  init(name: String, _ answer: @escaping @Sendable (HostRequest) -> Result<HostResponse, HostError>) {
    self.name = name
    self.answer = answer
  }

  /// Both network and disk answer so; the disk has no status, so that it fails only where nothing answers.
  var host: TestHost {
    TestHost(
      network: { [answer] request throws(HostError) in try answer(request).get() },
      disk: { [answer] _ throws(HostError) in _ = try answer(HostRequest(url: "")).get() })
  }

  /// What an exporter should make of it; nil where its protocol may say either.
  func expects(_ host: TestHost) -> Expectation? {
    switch answer(HostRequest(url: "")) {
    case .failure(let error): return error.isTransient ? .retries : .drops
    case .success(let response):
      if host.requests.isEmpty { return .arrives }
      switch response.status {
      case 200..<300: return .arrives
      case 429, 502, 503, 504: return .retries
      case 300..<408: return .drops
      default: return nil
      }
    }
  }

  /// One request, or append, counted from 0, gets no answer; all others go well.
  static func failingOnce(at place: Int) -> TestHost {
    let count = Mutex(0)
    let attempt: @Sendable () -> HostError? = {
      let number = count.withLock { count in
        defer { count += 1 }
        return count
      }
      return number == place ? HostError("the connection broke", isTransient: true) : nil
    }
    return TestHost(
      network: { _ throws(HostError) in
        if let error = attempt() { throw error }
        return HostResponse(status: 200)
      },
      disk: { _ throws(HostError) in if let error = attempt() { throw error } })
  }

  /// Nothing is ever answered; a cancelled task gets its error.
  static func silent() -> TestHost {
    let wait: @Sendable () async throws(HostError) -> Void = { () throws(HostError) in
      while !Task.isCancelled { try? await Task.sleep(for: .seconds(60)) }
      throw HostError("cancelled", isTransient: true)
    }
    return TestHost(
      network: { _ throws(HostError) in
        try await wait()
        return HostResponse(status: 200)
      },
      disk: { _ throws(HostError) in try await wait() })
  }
}
