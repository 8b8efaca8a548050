internal import CallModel
internal import PluginKit

/// The checks of `PushExporterConformance`, each with exporters of its own.
struct PushExporterSuite: Sendable {
  let make: @Sendable (TestHost) -> (any PushExporter)?
  let secrets: [String]

  /// Everything can be handed over, wanted or not, and all is well where the receiver is.
  func checkKinds() async -> [String] {
    var problems: [String] = []
    let host = TestHost()
    guard let exporter = make(host) else { return [] }
    for items in [[], CannedItems.everyKind] + CannedItems.everyKind.map({ [$0] }) {
      if let error = await failure(exporter, items) {
        let kinds = Set(items.map(\.kind.rawValue)).sorted().joined(separator: ", ")
        problems.append("\(items.count) items (\(kinds)) fail though all goes well: \(error)")
      }
    }
    for kind in ExportItem.Kind.allCases {
      let host = TestHost()
      guard let exporter = make(host) else { continue }
      _ = await failure(exporter, CannedItems.items(kind))
      let isSent = !sent(host).isEmpty
      if isSent != exporter.wants.contains(kind) {
        problems.append("\(kind.rawValue) are \(isSent ? "sent though not" : "not sent though") wanted")
      }
    }
    return problems + leaks(host)
  }

  /// Whatever the other side does, the error says the right remedy and no secret.
  func checkFailures() async -> [String] {
    let echo = secrets.joined(separator: " ")
    let garbage: [UInt8] = (0..<4_096).map { UInt8(truncatingIfNeeded: $0 &* 197 &+ $0 >> 3) } + Array(echo.utf8)
    func answer(_ status: Int, _ headers: [HostHeader] = []) -> Receiver {
      Receiver(name: "status \(status)") { _ in .success(HostResponse(status: status, headers: headers, body: garbage))
      }
    }
    var problems: [String] = []
    for status in [100, 200, 204, 301, 307, 400, 401, 403, 404, 413, 429, 500, 502, 503, 504, 599, 999] {
      problems += await problemsAfter(answer(status))
    }
    let down = Receiver(name: "down") { _ in .failure(HostError("connection refused", isTransient: true)) }
    let never = Receiver(name: "impossible") { _ in .failure(HostError("no way to the network")) }
    problems += await problemsAfter(down) + problemsAfter(never)
    for status in [429, 503] {
      let host = answer(status, [HostHeader("Retry-After", "7")]).host
      guard let error = await failure(make(host), wanted(host)), !host.requests.isEmpty else { continue }
      if error.remedy != .retry(after: .seconds(7)) { problems.append("status \(status): Retry-After is not heeded") }
    }
    return problems
  }

  private func problemsAfter(_ receiver: Receiver) async -> [String] {
    let host = receiver.host
    guard let exporter = make(host) else { return [] }
    let items = CannedItems.everyKind
    let error = await failure(exporter, items)
    var problems = leaks(host, error?.message ?? "").map { "\(receiver.name): \($0)" }
    if let error {
      if error.message.isEmpty || error.message.count > 1_000 {
        problems.append("\(receiver.name): the message has \(error.message.count) characters; 1 to 1000 are read")
      }
      if !(0...items.count).contains(error.delivered) {
        problems.append("\(receiver.name): \(error.delivered) of \(items.count) items are delivered")
      }
    }
    guard let expected = receiver.expects(host) else { return problems }
    switch (expected, error?.isRetryable) {
    case (.arrives, nil), (.retries, true), (.drops, false): break
    case (_, let retries):
      let found = retries.map { $0 ? "is to be tried again" : "is given up" } ?? "counts as arrived"
      problems.append("\(receiver.name): what is sent \(found), but it \(expected.rawValue)")
    }
    return problems
  }

  /// What is handed over first arrives first, also when the middle has to be sent again.
  func checkOrder() async -> [String] {
    let names = (1...5).map { "order-\($0)-mark" }
    guard let kind = make(TestHost())?.wants.sorted(by: { $0.rawValue < $1.rawValue }).first else { return [] }
    for failing in [Int.max, 0, 1, 3] {
      let host = Receiver.failingOnce(at: failing)
      guard let exporter = make(host) else { continue }
      var rest = names.map { CannedItems.marked(kind, $0) }
      for _ in 0..<20 where !rest.isEmpty {
        guard let error = await failure(exporter, rest) else {
          rest = []
          break
        }
        rest.removeFirst(min(max(0, error.delivered), rest.count))
      }
      if !rest.isEmpty { return ["\(rest.count) items never arrive after one failure"] }
      let text = sent(host)
      let places = names.map { text.firstOccurrence(of: Array($0.utf8)) }
      guard places.allSatisfy({ $0 != nil }) else {
        return ["\(names[0]) and the others are not in what is sent; is it compressed?"]
      }
      if places.compactMap(\.self) != places.compactMap(\.self).sorted() {
        return ["the order is lost after a failure of request \(failing)"]
      }
    }
    return []
  }

  /// An exporter whose host never answers ends when its task is cancelled.
  func checkCancellation() async -> [String] {
    let host = Receiver.silent()
    guard let exporter = make(host) else { return [] }
    let items = wanted(host)
    let task = Task { _ = await failure(exporter, items) }
    for _ in 0..<10_000 where host.requests.isEmpty { await Task.yield() }
    let ended = await withTaskGroup(of: Bool.self) { group in
      group.addTask {
        await task.value
        return true
      }
      task.cancel()
      // A patience of real time: the exporter may be anything.
      group.addTask {
        try? await Task.sleep(for: .seconds(10))
        return false
      }
      let first = await group.next() ?? false
      group.cancelAll()
      return first
    }
    return ended ? [] : ["cancelled, it does not end within 10 s"]
  }

  // MARK: What is looked at

  private func wanted(_ host: TestHost) -> [ExportItem] {
    let wants = make(host)?.wants ?? []
    return CannedItems.everyKind.filter { wants.contains($0.kind) }
  }

  private func failure(_ exporter: (any PushExporter)?, _ items: [ExportItem]) async -> ExportError? {
    do throws(ExportError) {
      try await exporter?.export(items)
      return nil
    } catch {
      return error
    }
  }

  private func sent(_ host: TestHost) -> [UInt8] {
    host.requests.flatMap(\.body) + host.appended.sorted { $0.key < $1.key }.flatMap(\.value)
  }

  private func leaks(_ host: TestHost, _ message: String = "") -> [String] {
    let texts = host.logged.map(\.message) + [message]
    return secrets.filter { secret in texts.contains { $0.contains(secret) } }.map { _ in
      "a secret is in a message or the log"
    }
  }
}

extension [UInt8] {
  fileprivate func firstOccurrence(of word: [UInt8]) -> Int? {
    guard count >= word.count, let first = word.first else { return nil }
    return indices.dropLast(word.count - 1).first {
      self[$0] == first && self[$0..<$0 + word.count].elementsEqual(word)
    }
  }
}
