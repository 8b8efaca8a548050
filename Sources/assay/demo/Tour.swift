internal import CallModel
internal import FoundationEssentials
internal import Glibc
internal import JSON
internal import LoopbackClient
internal import Pipeline

/// The tour: callers that ask before they call, a provider that turns bad and recovers, and what
/// the service says of it over its own HTTP interface.
final class Tour {
  /// Calls a second: enough for the short windows to fill.
  static let rate = 40
  private static let longestPatch = Nanoseconds.seconds(30)
  private static let longestRecovery = Nanoseconds.seconds(60)

  private let recording: Recording
  private let port: UInt16
  private let connection: LoopbackConnection
  private let started = wallClock()
  private var seen = Sightings()
  private var next = 0
  private var admitted = 0
  private var refused = 0

  init?(recording: Recording, port: UInt16) {
    guard let connection = LoopbackConnection(port: port) else { return nil }
    self.recording = recording
    self.port = port
    self.connection = connection
  }

  /// Plays all three patches; true if the whole loop was seen.
  func run() -> Bool {
    say("listening", "127.0.0.1:\(port), with \(recording.good.count + recording.bad.count) recorded calls to replay")
    say("traffic", "\(Self.rate) calls a second; each caller asks POST /api/admission first")
    play(recording.good, until: { $0 >= .seconds(8) })
    say("incident", "the provider's answers turn bad: refusals, malformed invoices, wrong answers")
    play(
      recording.bad, until: { [self] in $0 >= Self.longestPatch || $0 >= .seconds(8) && seen.throttled && seen.refused }
    )
    if seen.throttled {
      say("incident", "over: the provider answers well again")
      play(
        recording.good, until: { [self] in $0 >= Self.longestRecovery || $0 >= .seconds(3) && isReleased })
    }
    for (what, held) in seen.list { say(held ? "seen" : "MISSING", what) }
    return seen.list.allSatisfy(\.held)
  }

  func showWhereToLook() {
    printNow(
      """

      Look around:
        curl -s 127.0.0.1:\(port)/metrics | grep assay_
        curl -s '127.0.0.1:\(port)/api/calls?limit=3'
        curl -s 127.0.0.1:\(port)/api/audit
        curl -s 127.0.0.1:\(port)/api/throttles
      """)
  }

  /// Good traffic until the process ends.
  func keepPlaying() {
    printNow("\nGood traffic goes on; Ctrl-C ends it.")
    while play(recording.good, until: { $0 >= .seconds(60) }) {}
  }

  /// Plays calls in turn; false if the service has gone.
  @discardableResult
  private func play(_ calls: [Recording.Call], until isOver: (Nanoseconds) -> Bool) -> Bool {
    let began = wallClock()
    var looked = began
    while !isOver(wallClock() - began) {
      guard call(calls[next % calls.count]) else { return false }
      next += 1
      usleep(UInt32(1_000_000 / Self.rate))
      if wallClock() - looked >= .seconds(1) {
        looked = wallClock()
        look()
      }
    }
    look()
    return true
  }

  /// One call as a caller makes it: ask, and if admitted, make it and report it.
  private func call(_ call: Recording.Call) -> Bool {
    let question: JSON = [
      "route": .string(call.dimensions.route ?? ""), "provider": .string(call.dimensions.provider ?? ""),
      "model": .string(call.dimensions.model ?? ""),
    ]
    guard let answer = connection.send("POST", "/api/admission", body: Array(question.text().utf8)) else {
      return false
    }
    guard (try? JSON(parsing: answer.body))?["decision"]?.string == "admit" else {
      refused += 1
      return true
    }
    admitted += 1
    return connection.send(
      "POST", "/v1/traces", contentType: "application/x-protobuf", body: call.played(at: wallClock())) != nil
  }

  private func fetch(_ path: String) -> JSON? {
    connection.send("GET", path).flatMap { try? JSON(parsing: $0.body) }
  }

  private var isReleased: Bool {
    guard let throttles = fetch("/api/throttles")?["throttles"]?.array else { return false }
    return seen.released && throttles.allSatisfy { $0["throttled"]?.bool == false }
  }

  /// Looks at the service as an operator would, and says what is new.
  private func look() {
    for line in seen.news(
      calls: fetch("/api/calls?limit=200")?["calls"]?.array ?? [],
      alerts: fetch("/api/alerts?limit=200")?["alerts"]?.array ?? [],
      audit: fetch("/api/audit?limit=200")?["audit"]?.array ?? [])
    {
      say(line.topic, line.text)
    }
    if refused > 0 { seen.refused = true }
    if let metrics = connection.send("GET", "/metrics") {
      let figures = MetricsText(String(decoding: metrics.body, as: UTF8.self))
      seen.take(figures)
      say("now", "\(figures.summary)   admitted \(admitted), refused \(refused)")
    }
    admitted = 0
    refused = 0
  }

  private func say(_ topic: String, _ text: String) {
    let tenths = (wallClock() - started) / 100_000_000
    let clock = "\(tenths / 10).\(tenths % 10) s"
    printNow(String(repeating: " ", count: max(0, 7 - clock.count)) + clock + "  " + topic.padded(to: 10) + text)
  }
}

extension String {
  fileprivate func padded(to width: Int) -> String { self + String(repeating: " ", count: max(1, width - count)) }
}
