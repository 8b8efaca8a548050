package import CallModel
package import PluginProtocol

/// One step of what a program is put through.
package enum Step: Sendable {
  /// Lines of protocol 1.
  case send([PluginLine])
  /// Bytes as they are, which need be no line.
  case write([UInt8])
  /// Waits for something, for so many nanoseconds at the most.
  case until(Expectation, within: Nanoseconds)
  /// Listens to whatever else comes, for so many nanoseconds.
  case listen(Nanoseconds)
  case closeInput
}

/// What a step waits for.
package enum Expectation: Hashable, Sendable {
  case ready
  /// At least one answer to each of these questions.
  case answers(ClosedRange<UInt64>)
  /// The program's end.
  case end

  /// Whether it has come about, or cannot any more.
  func isOver(_ transcript: Transcript) -> Bool {
    transcript.exit != nil || transcript.isBroken || isMet(transcript)
  }

  func isMet(_ transcript: Transcript) -> Bool {
    switch self {
    case .ready: transcript.ready != nil
    case .answers(let ids): ids.allSatisfy { transcript.answers[$0] != nil }
    case .end: transcript.exit != nil
    }
  }
}
