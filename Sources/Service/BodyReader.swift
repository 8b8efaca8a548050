internal import CallModel
internal import HTTPTypes
internal import Hummingbird
internal import NIOCore
internal import OTLP
internal import Pipeline

/// Why a request's body was not taken, as the HTTP status that says it.
struct BodyRefusal: Error {
  var status: HTTPResponse.Status
  var message: String
  var retryAfter: Int?
}

/// Reads a request's body within bounds: of size, before and after decompression; of time; and of
/// what all requests together may hold (`IntakeGate`).
struct BodyReader: Sendable {
  /// OTLP 1.11 recommends 64 MiB for both.
  static let largest = 64 << 20
  /// A sender that takes longer than this for its body holds memory that others need.
  static let deadline: Duration = .seconds(30)

  let gate: IntakeGate

  /// The decompressed body, at most `largest` bytes before and after, for which `body.readableBytes` stay taken at the gate until the caller leaves.
  func read(
    _ request: Request, on channel: any Channel, largest: Int = largest
  ) async throws(BodyRefusal) -> ByteBuffer {
    let encoding = request.headers[.contentEncoding]?.lowercased() ?? "identity"
    guard encoding == "gzip" || encoding == "identity" else {
      throw BodyRefusal(
        status: .unsupportedMediaType, message: "Content-Encoding '\(encoding)' is not supported; send gzip or none")
    }
    let declared = request.headers[.contentLength].flatMap { Int($0) }
    if let declared, declared > largest { throw tooLarge(largest) }
    // A sender that stalls in the middle of its body sends no chunk at which its time could be looked at.
    let watch = Task {
      try await Task.sleep(for: Self.deadline)
      channel.close(promise: nil)
    }
    defer { watch.cancel() }
    let raw = try await collect(request.body, declared: declared, largest: largest)
    guard encoding == "gzip" else { return raw }
    defer { gate.leave(raw.readableBytes) }
    return try inflate(raw, largest: largest)
  }

  private func collect(
    _ body: RequestBody, declared: Int?, largest: Int
  ) async throws(BodyRefusal) -> ByteBuffer {
    var collected = ByteBuffer()
    if let declared { collected.reserveCapacity(min(declared, 1 << 20)) }
    do {
      for try await var chunk in body {
        let count = chunk.readableBytes
        guard collected.readableBytes + count <= largest else { throw tooLarge(largest) }
        guard gate.enter(count) else { throw overloaded }
        collected.writeBuffer(&chunk)
      }
    } catch let refusal as BodyRefusal {
      gate.leave(collected.readableBytes)
      throw refusal
    } catch {
      gate.leave(collected.readableBytes)
      throw BodyRefusal(status: .badRequest, message: "the connection ended before the body did")
    }
    return collected
  }

  private func inflate(_ raw: ByteBuffer, largest: Int) throws(BodyRefusal) -> ByteBuffer {
    let inflated: [UInt8]
    do {
      inflated = try raw.withUnsafeReadableBytes { bytes in
        Result { () throws(GunzipError) in try Gunzip.inflate(bytes, limit: largest) }
      }.get()
    } catch {
      if case .tooLarge = error { throw tooLarge(largest) }
      throw BodyRefusal(status: .badRequest, message: "the body is not valid gzip: \(error)")
    }
    guard gate.enter(inflated.count) else { throw overloaded }
    return ByteBuffer(bytes: inflated)
  }

  private func tooLarge(_ largest: Int) -> BodyRefusal {
    BodyRefusal(
      status: .contentTooLarge, message: "the body is larger than \(largest >> 20) MiB; send smaller batches")
  }

  private var overloaded: BodyRefusal {
    BodyRefusal(
      status: .serviceUnavailable, message: "too many batches are under way; send this one again", retryAfter: 1)
  }
}
