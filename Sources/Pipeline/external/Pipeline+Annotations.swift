internal import CallModel
package import NIOCore
internal import OTLP

extension Pipeline {
  /// Takes annotations of spans as Phoenix's API does, all or none, and returns when they are on disk: what
  /// each is called.
  package func annotate(_ body: ByteBuffer) async throws(AnnotationRefusal) -> [String] {
    let result = await translations.run { () -> Result<AnnotationRequest, AnnotationRefusal> in
      body.withUnsafeReadableBytes { bytes in
        Result { () throws(AnnotationRefusal) in try AnnotationRequest(parsing: bytes, at: wallClock()) }
      }
    }
    guard let result else { throw .unavailable("too many requests wait; send it again") }
    let request = try result.get()
    do throws(IngestRefusal) {
      _ = try await ingest(ByteBuffer(bytes: request.logs), .logs)
    } catch {
      if case .invalid(let problem) = error { throw .invalid(problem) }
      throw .unavailable(error.description)
    }
    return request.ids
  }
}
