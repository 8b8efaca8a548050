package import CallModel
package import JSON
package import PluginKit
package import PluginProtocol

/// What a program did from its start to its end: what it wrote, and how it ended.
///
/// Times are nanoseconds since its start. Of a program that floods no more than `mostLines` lines and `mostBytes` bytes are read.
package struct Transcript: Sendable {
  /// An answer, and when it came.
  package struct Answer: Sendable {
    package var at: Nanoseconds
    package var members: JSON
  }

  /// The most lines, and bytes, that are read of a program; one that writes more is ended.
  package static let mostLines = 20_000
  package static let mostBytes = 64 << 20

  /// When it said that it is ready; nil if it has not.
  package private(set) var ready: Nanoseconds?
  package private(set) var name: String?
  package private(set) var version: String?
  /// By the question's id, in the order in which they came.
  package private(set) var answers: [UInt64: [Answer]] = [:]
  /// Ids of answers to nothing that was asked, as they were written.
  package private(set) var strayIDs: [String] = []
  /// Objects that are no message: neither `ready` nor an answer.
  package private(set) var unknown = 0
  /// Lines that are against the protocol, oldest first; at most 20.
  package private(set) var faults: [ProtocolFault] = []
  /// Why nothing more of it could be read.
  package private(set) var broken: ProtocolFault?
  /// Why it could not be started.
  package var refusal: String?
  /// How it ended by itself; nil if it had to be ended.
  package private(set) var exit: ProgramExit?
  package private(set) var exitAt: Nanoseconds?
  package private(set) var inputClosedAt: Nanoseconds?
  /// When the last question was sent.
  package private(set) var lastSent: Nanoseconds = 0
  /// The last lines of its standard error.
  package var errorLines: [String] = []
  /// The most bytes of memory that were seen of it.
  package var residentSize = 0

  private var framing = LineFraming()
  private var lines = 0
  private var bytes = 0

  package init() {}

  /// Whether nothing can come of it any more though it may still run.
  package var isBroken: Bool { refusal != nil || broken != nil }

  /// Bytes that wait for the end of their line.
  package var unfinished: Int { framing.unfinished }

  /// The program wrote these bytes.
  package mutating func heard(_ bytes: [UInt8], at now: Nanoseconds) {
    guard broken == nil else { return }
    self.bytes += bytes.count
    var read: [Result<PluginMessage, ProtocolFault>] = []
    let end = framing.take(bytes) { line in
      guard lines < Self.mostLines else { return }
      lines += 1
      read.append(Result { () throws(ProtocolFault) in try PluginMessage.read(line) })
    }
    for message in read { take(message, now) }
    let isFlood = lines >= Self.mostLines || self.bytes > Self.mostBytes
    broken =
      end
      ?? (isFlood ? ProtocolFault(.outOfOrder, "\(lines) lines, and more to come, of which few answer anything") : nil)
  }

  /// Its standard output ended.
  package mutating func outputEnded() {
    if broken == nil, let fault = framing.end() { note(fault) }
  }

  package mutating func ended(_ exit: ProgramExit, at now: Nanoseconds) {
    self.exit = exit
    exitAt = now
  }

  package mutating func sent(at now: Nanoseconds) { lastSent = now }

  package mutating func closedInput(at now: Nanoseconds) { inputClosedAt = now }

  private mutating func take(_ message: Result<PluginMessage, ProtocolFault>, _ now: Nanoseconds) {
    switch message {
    case .success(.ready(let name, let version)):
      guard ready == nil else {
        return note(ProtocolFault(.outOfOrder, "'ready' came a second time; it is written once"))
      }
      (ready, self.name, self.version) = (now, name, version)
    case .success(.answer(let id, let members)):
      answers[id, default: []].append(Answer(at: now, members: members))
    case .success(.strayAnswer(let id)): if strayIDs.count < 20 { strayIDs.append(id) }
    case .success(.unknown): unknown += 1
    case .failure(let fault): note(fault)
    }
  }

  mutating func addFaults(of other: Transcript) {
    for fault in other.faults { note(fault) }
    broken = broken ?? other.broken
    unknown += other.unknown
  }

  private mutating func note(_ fault: ProtocolFault) {
    if faults.count < 20 { faults.append(fault) }
  }
}
