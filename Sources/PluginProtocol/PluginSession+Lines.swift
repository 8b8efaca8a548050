package import CallModel
internal import JSON
internal import PluginKit

extension PluginSession {
  /// The program wrote these bytes to its standard output.
  package mutating func received(_ bytes: [UInt8], now: Nanoseconds) -> [SessionAction] {
    switch phase {
    case .starting, .ready, .leaving: break
    case .idle, .dying, .waiting, .finished: return []
    }
    var read: [Result<PluginMessage, ProtocolFault>] = []
    let broken = framing.take(bytes) { line in
      read.append(Result { () throws(ProtocolFault) in try PluginMessage.read(line) })
    }
    var actions: [SessionAction] = []
    for message in read {
      switch message {
      case .success(let message): actions += take(message, now)
      case .failure(let fault): actions += stray(fault, now)
      }
      if case .dying = phase { return actions }
    }
    if let broken { return actions + note(broken) + kill(broken.description, now) }
    return actions + fill(now) + leaveIfDone(now)
  }

  /// A question that it was to be asked is longer than a line may be, and was not written.
  package mutating func isTooLong(_ id: UInt64, now: Nanoseconds) -> [SessionAction] {
    guard let flight = flights.removeValue(forKey: id), flight.cancelled == nil else { return [] }
    let failure = PluginFailure(.tooLong, "the call is longer than the \(LineFraming.longest >> 20) MiB of a line")
    return [.reply(id: id, .failed(failure))] + fill(now) + leaveIfDone(now)
  }

  private mutating func take(_ message: PluginMessage, _ now: Nanoseconds) -> [SessionAction] {
    switch message {
    case .ready(let name, let version):
      guard case .starting = phase else {
        return stray(ProtocolFault(.outOfOrder, "'ready' came a second time; it is written once"), now)
      }
      (self.name, self.version) = (name, version)
      phase = .ready(since: now)
      readySince = now
      return []
    case .answer(let id, let answer): return take(answer, id, now)
    case .strayAnswer: return stray(nil, now)
    case .unknown: return stray(nil, now)
    }
  }

  private mutating func take(_ answer: JSON, _ id: UInt64, _ now: Nanoseconds) -> [SessionAction] {
    guard let flight = flights.removeValue(forKey: id) else { return stray(nil, now) }
    strayRun = 0
    guard flight.cancelled == nil else {
      tally.strays += 1
      return []
    }
    do throws(ProtocolFault) {
      let reply: PluginReply =
        switch flight.question {
        case .call(let call): .verdict(try PluginAnswer.verdict(answer, on: call))
        case .item: try PluginAnswer.delivery(answer)
        }
      tally.answers += 1
      tally.answering += UInt64(clamping: now - flight.sent)
      return [.reply(id: id, reply)]
    } catch {
      return note(error) + [.reply(id: id, .failed(PluginFailure(.protocolFault, error.description)))]
    }
  }

  /// A line of no use: counted, and too many in a row are a flood.
  private mutating func stray(_ fault: ProtocolFault?, _ now: Nanoseconds) -> [SessionAction] {
    strayRun += 1
    var actions: [SessionAction] = []
    if let fault { actions = note(fault) } else { tally.strays += 1 }
    if strayRun >= limits.strayLines {
      actions += kill("it wrote \(strayRun) lines in a row that answer nothing", now)
    }
    return actions
  }

  /// Counts a fault; the first few of each program are logged.
  mutating func note(_ fault: ProtocolFault) -> [SessionAction] {
    tally.faults += 1
    lastProblem = fault.description
    guard loggedFaults < 5 else { return [] }
    loggedFaults += 1
    return [.log(.warning, "\(fault.description) (\(fault.kind.rawValue))")]
  }
}
