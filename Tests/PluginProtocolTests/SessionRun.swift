import CallModel
import JSON
import PluginKit
import PluginProtocol

/// A session driven by hand: what it wrote, replied and asked for, and a clock that stands still.
struct SessionRun {
  var session: PluginSession
  var now: Nanoseconds = .seconds(1_000)
  var replies: [UInt64: PluginReply] = [:]
  /// Replies to a question that had one.
  var doubles = 0
  var written: [JSON] = []
  var starts: [Nanoseconds] = []
  var kills = 0
  var closes = 0
  var finishes = 0
  var logged: [String] = []

  init(maxInFlight: Int = 64, queue: Int = 4_096, timeout: Nanoseconds = .seconds(2)) {
    let limits = SessionLimits(maxInFlight: maxInFlight, queue: queue, timeout: timeout)
    session = PluginSession(
      hello: .init(config: .object(JSONObject([("k", .string("v"))])), maxInFlight: maxInFlight, deadline: timeout),
      limits: limits)
  }

  /// A session whose program is ready.
  static func ready(maxInFlight: Int = 64, queue: Int = 4_096) -> SessionRun {
    var run = SessionRun(maxInFlight: maxInFlight, queue: queue)
    run.take(run.session.begin(now: run.now))
    run.comesUp()
    return run
  }

  mutating func comesUp() {
    take(session.started(now: now))
    says("{\"ready\":{\"protocol\":1,\"name\":\"t\",\"version\":\"1\"}}\n")
  }

  @discardableResult
  mutating func ask(_ count: Int, output: String = "an answer") -> Range<UInt64> {
    var call = LLMCall()
    call.output = output
    let (ids, actions) = session.ask(Array(repeating: .call(call), count: count), now: now)
    take(actions)
    return ids
  }

  mutating func says(_ text: String) { says(Array(text.utf8)) }
  mutating func says(_ bytes: [UInt8]) { take(session.received(bytes, now: now)) }
  mutating func answers(_ id: UInt64, _ verdict: String = "pass") {
    says("{\"id\":\"\(id)\",\"verdict\":\"\(verdict)\"}\n")
  }

  mutating func ends(_ exit: ProgramExit = .status(1)) { take(session.ended(exit, now: now)) }

  /// Lets time pass, with a tick at each moment that the session asked for.
  mutating func wait(_ time: Nanoseconds) {
    let end = now + time
    while let wake = session.nextWake, wake <= end {
      now = max(now, wake)
      take(session.tick(now: now))
    }
    now = end
  }

  mutating func take(_ actions: [SessionAction]) {
    for action in actions {
      switch action {
      case .start: starts.append(now)
      case .write(let lines):
        for line in lines {
          var bytes: [UInt8] = []
          line.write(into: &bytes)
          if let value = try? JSON(parsing: bytes) { written.append(value) }
        }
      case .reply(let id, let reply):
        if replies.updateValue(reply, forKey: id) != nil { doubles += 1 }
      case .closeInput: closes += 1
      case .kill: kills += 1
      case .log(_, let line): logged.append(line)
      case .finished: finishes += 1
      }
    }
  }

  /// Why a question got no answer.
  func failure(_ id: UInt64) -> PluginFailure.Code? {
    if case .failed(let failure)? = replies[id] { failure.code } else { nil }
  }

  func verdict(_ id: UInt64) -> Verdict? {
    if case .verdict(let verdict)? = replies[id] { verdict } else { nil }
  }

  /// The ids of the questions written, in order.
  var asked: [String] { written.filter { $0["call"] != nil }.compactMap { $0["id"]?.string } }
  var cancelled: [String] { written.compactMap { $0["cancel"]?.string } }
}
