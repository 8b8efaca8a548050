internal import ArgumentParser
internal import FoundationEssentials
internal import Glibc
internal import Logging
internal import Pipeline
internal import ServiceConfig
internal import Synchronization

struct Demo: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Plays recorded traffic with a bad patch in it through the real port, and shows the whole loop.")

  @Flag(help: "End after the tour, with status 0 only if all of it happened.")
  var once = false

  @Option(help: "The configuration: short windows, so that the loop closes within a minute.")
  var config = "config/examples/demo.yaml"

  @Option(help: "The recorded traffic.")
  var recording = "config/demo/recording.jsonl"

  @Option(help: "The port to listen on; 0 takes a free one.")
  var port = 4318

  func run() async throws {
    var logger = Logger(label: "assay")
    logger.logLevel = .error
    let recording = try Recording(path: recording, logger: logger)
    let folder = FileManager.default.temporaryDirectory.appending(path: "assay-demo-\(getpid())")
    defer { try? FileManager.default.removeItem(at: folder) }

    var file = ConfigurationFile()
    file.config = config
    var configuration = try file.load(logger: logger)
    configuration.storage.path = folder.appending(path: "assay.db").path
    configuration.access.keys = folder.appending(path: "keys.json").path
    configuration.listen.http.port = port
    configuration.listen.grpc = nil
    let running = try Running(configuration, logger: logger) { [file, logger] in file.read(logger: logger) }

    let held = Mutex(false)
    let isOnce = once
    let tour = Mutex<NamedThread?>(nil)
    try await running.serve { port in
      let thread = NamedThread("tour") {
        guard let tour = Tour(recording: recording, port: UInt16(port)) else { return }
        let all = tour.run()
        held.withLock { $0 = all }
        tour.showWhereToLook()
        if isOnce { kill(getpid(), SIGTERM) } else { tour.keepPlaying() }
      }
      tour.withLock { $0 = thread }
    }
    if once && !held.withLock({ $0 }) { throw ExitCode(1) }
  }
}
