import GRPCCore
import GRPCNIOTransportHTTP2Posix
import Logging
import OTLP
import Synchronization

@testable import GRPCListener

/// A listener on a free port of this machine, and clients of it.
struct Served {
  let port: Int
  let receiver: RecordingReceiver
  let intake: CountingIntake

  /// What the client was answered.
  struct Answer: Equatable {
    var code: Status.Code
    var message = ""
    var details: StatusDetails?
    var acceptedEncodings: [String] = []
    var response: [UInt8] = []
  }

  /// One Export from a client of its own.
  func send(
    _ message: [UInt8], to path: String = OTLPSignal.traces.path, metadata: Metadata = [:],
    compression: CompressionAlgorithm = .none,
    security: HTTP2ClientTransport.Posix.TransportSecurity = .plaintext
  ) async throws -> Answer {
    try await withClient(compression: compression, security: security) { send in
      try await send(message, path, metadata)
    }
  }

  typealias Send = @Sendable (_ message: [UInt8], _ path: String, Metadata) async throws -> Answer

  func withClient<Result: Sendable>(
    compression: CompressionAlgorithm = .none,
    security: HTTP2ClientTransport.Posix.TransportSecurity = .plaintext,
    _ body: (@escaping Send) async throws -> Result
  ) async throws -> Result {
    let transport = try HTTP2ClientTransport.Posix(
      target: .ipv4(address: "127.0.0.1", port: port), transportSecurity: security,
      config: .defaults {
        $0.compression.algorithm = compression
        $0.compression.enabledAlgorithms = [.gzip, .deflate, .none]
        $0.http2.authority = "localhost"
      })
    return try await withGRPCClient(transport: transport) { client in
      try await body { message, path, metadata in
        let parts = path.split(separator: "/")
        return try await client.unary(
          request: ClientRequest(message: message, metadata: metadata),
          descriptor: MethodDescriptor(fullyQualifiedService: String(parts[0]), method: String(parts[1])),
          serializer: Bytes(), deserializer: Bytes(), options: .defaults
        ) { response in
          switch response.accepted {
          case .success(let contents): Answer(code: .ok, response: try contents.message.get())
          case .failure(let error):
            Answer(
              code: Status.Code(error.code), message: error.message,
              details: Array(error.metadata[binaryValues: "grpc-status-details-bin"]).first.map(StatusDetails.init),
              acceptedEncodings: Array(error.metadata[stringValues: "grpc-accept-encoding"]))
          }
        }
      }
    }
  }
}

/// Serves while the body runs, then shuts down gracefully.
func withListener<Result: Sendable>(
  _ receiver: RecordingReceiver = RecordingReceiver(), intake: CountingIntake = CountingIntake(),
  tls: ListenerTLS? = nil, bounds: ListenerBounds = ListenerBounds(),
  _ body: (Served) async throws -> Result
) async throws -> Result {
  let (ports, continuation) = AsyncStream.makeStream(of: Int.self)
  let listener = GRPCListener(
    host: "127.0.0.1", port: 0, tls: tls, receiver: receiver, intake: intake, bounds: bounds,
    logger: Logger(label: "test"), listening: { continuation.yield($0) })
  return try await withThrowingTaskGroup(of: Void.self) { group in
    group.addTask {
      defer { continuation.finish() }
      try await listener.run()
    }
    var iterator = ports.makeAsyncIterator()
    guard let port = await iterator.next() else {
      try await group.waitForAll()
      throw CancellationError()
    }
    let result = try await body(Served(port: port, receiver: receiver, intake: intake))
    group.cancelAll()
    return result
  }
}

/// Messages as they are.
private struct Bytes: MessageSerializer, MessageDeserializer {
  func serialize<Bytes: GRPCContiguousBytes>(_ message: [UInt8]) throws -> Bytes { Bytes(message) }
  func deserialize<Bytes: GRPCContiguousBytes>(_ bytes: Bytes) throws -> [UInt8] { bytes.withUnsafeBytes { Array($0) } }
}
