internal import HTTPTypes
internal import Hummingbird
internal import JSON
internal import NIOCore
internal import Pipeline

/// `POST /v1/span_annotations`: verdicts as Phoenix's clients send them (arize-phoenix-client 2).
struct AnnotationRoutes: Sendable {
  let pipeline: Pipeline
  let bodies: BodyReader

  func add(to router: Router<AssayContext>) {
    router.endpoint("/v1/span_annotations", [.post: annotate])
  }

  private func annotate(_ request: Request, _ context: AssayContext) async throws -> Response {
    // `sync` asks to wait until it is done; here it is always on disk, and never yet counted.
    _ = try QueryParameters(request, known: ["sync"])
    let body: ByteBuffer
    do {
      body = try await bodies.read(request, on: context.channel, largest: Pipeline.largestJSON)
    } catch {
      throw APIError(status: error.status, code: "bad_body", message: error.message)
    }
    defer { bodies.gate.leave(body.readableBytes) }
    do throws(AnnotationRefusal) {
      let ids = try await pipeline.annotate(body)
      return .json(["data": .array(ids.map { ["id": .string($0)] })])
    } catch {
      switch error {
      case .invalid(let problem): throw APIError.badRequest(problem)
      case .unavailable(let problem):
        throw APIError(status: .serviceUnavailable, code: "unavailable", message: problem)
      }
    }
  }
}
