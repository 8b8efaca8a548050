internal import ArgumentParser
internal import Logging

struct Serve: AsyncParsableCommand {
  static let configuration = CommandConfiguration(abstract: "Runs the service until it is told to stop.")

  @OptionGroup var file: ConfigurationFile

  func run() async throws {
    let logger = Logger(label: "assay")
    let running = try Running(try file.load(logger: logger), logger: logger) { [file, logger] in
      file.read(logger: logger)
    }
    try await running.serve { port in
      logger.notice("listening", metadata: ["port": "\(port)"])
    }
  }
}
