internal import ArgumentParser
internal import CallModel
internal import JSON
internal import Logging
internal import Pipeline
internal import ServiceConfig
internal import Synchronization

struct ReplayCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "replay",
    abstract:
      "Plays recorded OTLP through a configuration: which alerts would have fired, whom would it have throttled?",
    discussion: """
      The file holds one request a line, in the order in which they were sent: OTLP/JSON, or {"body": "<base64 of
      protobuf>", "signal": "traces"}. Time is that of the calls; nothing is stored. Exit status: 0 no alert fires, 1 one does, 2 the file or the configuration is wrong.
      """)

  @OptionGroup var file: ConfigurationFile

  @Argument(help: "The recording.")
  var recording: String

  @Flag(help: "One JSON object a line on standard output, and nothing else.")
  var json = false

  func run() async throws {
    let logger = Logger(label: "assay") { _ in SwiftLogNoOpLogHandler() }
    let configuration = try file.load(logger: logger, needsKeys: false)
    let thread = RequestThread("replay")
    let outcome = await thread.run { [recording, json] () -> Result<Bool, ReplayFailure> in
      Result { () throws(ReplayFailure) in
        try play(recording, PipelineOptions(configuration, host: nil), printer: ReplayPrinter(isJSON: json))
      }
    }
    thread.stop()
    switch outcome {
    case .success(let hasFired)?: if hasFired { throw ExitCode(1) }
    case .failure(let failure)?:
      printError(failure.description)
      throw ExitCode(2)
    case nil: throw ExitCode(2)
    }
  }
}

/// Why a recording cannot be played.
struct ReplayFailure: Error, CustomStringConvertible {
  let description: String
}

/// Plays a file, and says whether an alert has fired.
private func play(_ path: String, _ options: PipelineOptions, printer: ReplayPrinter) throws(ReplayFailure) -> Bool {
  let hasFired = Mutex(false)
  let replay = Replay(options) { event in
    if case .alert(let change) = event, change.to == .firing { hasFired.withLock { $0 = true } }
    printer.print(event)
  }
  guard let lines = LineReader(path: path, longest: Pipeline.largestJSON) else {
    throw ReplayFailure(description: "\(path): it cannot be read")
  }
  var number = 0
  while let line = lines.next() {
    number += 1
    guard let bytes = line else {
      throw ReplayFailure(description: "\(path):\(number): longer than \(Pipeline.largestJSON >> 20) MiB")
    }
    if bytes.isEmpty { continue }
    do throws(IngestRefusal) {
      try replay.take(json: bytes)
    } catch {
      throw ReplayFailure(description: "\(path):\(number): \(error)")
    }
  }
  printer.print(replay.finish())
  return hasFired.withLock { $0 }
}
