internal import PluginProtocol

extension PluginCheck {
  /// The last check, on all that was seen in the others: it has no steps of its own.
  package static let output = PluginCheck("stdout", "writes nothing but messages to standard output") { _ in
    []
  } judge: { _, transcript in
    guard let fault = transcript.faults.first ?? transcript.broken else {
      guard transcript.unknown > 0 else { return .ok() }
      return Finding(state: .note, detail: "\(transcript.unknown) objects are neither 'ready' nor an answer with an id")
    }
    return .fails(
      sent: "what the checks above send", came: "among the answers came \(fault)",
      advice: "Print anything else to standard error")
  }
}

extension Transcript {
  /// What several programs of one plugin wrote against the protocol.
  package static func faults(of transcripts: [Transcript]) -> Transcript {
    var all = Transcript()
    for transcript in transcripts { all.addFaults(of: transcript) }
    return all
  }
}
