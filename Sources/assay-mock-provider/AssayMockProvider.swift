internal import ArgumentParser
internal import Glibc
internal import JSON
internal import Logging
internal import MockProvider
internal import UnixSignals

/// Runs the mock provider until it is told to stop.
@main
struct AssayMockProvider: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "assay-mock-provider",
    abstract: "Answers like OpenAI and Anthropic, on loopback, as each request asks it to.",
    discussion: """
      Prints one line of JSON when it listens: {"port": 40123, "base_url": "http://127.0.0.1:40123/v1"}. A request \
      chooses its fate by the header x-mock: {"status": 429, "retry_after": 1}, or by its model: \
      gpt-4o-mini@status=429,retry_after=1.
      """)

  @Option(help: "The port; 0 takes any free one.")
  var port: UInt16 = 0

  func run() async throws {
    LoggingSystem.bootstrap(StreamLogHandler.standardError)
    var logger = Logger(label: "assay-mock-provider")
    logger.logLevel = .warning
    let provider = MockProvider(port: Int(port), logger: logger)
    try await provider.run(stoppingAt: [.sigterm, .sigint]) { port in
      let line: JSON = ["port": JSON(port), "base_url": "http://127.0.0.1:\(port)/v1"]
      print(line.text())
      // Whoever waits for the line reads a pipe, which standard output would fill first.
      fflush(nil)
    }
  }
}
