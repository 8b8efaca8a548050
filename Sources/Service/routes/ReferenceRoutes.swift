internal import HTTPTypes
internal import Hummingbird
internal import JSON
internal import NIOCore
internal import Pipeline

/// `PUT /api/references`: answers that are known to be right or wrong, by question.
struct ReferenceRoutes: Sendable {
  let pipeline: Pipeline
  let bodies: BodyReader

  private static let largest = 8 << 20

  func add(to router: Router<AssayContext>) {
    router.endpoint("/api/references", [.put: put])
  }

  private func put(_ request: Request, _ context: AssayContext) async throws -> Response {
    let body: ByteBuffer
    do {
      body = try await bodies.read(request, on: context.channel, largest: Self.largest)
    } catch {
      throw APIError(status: error.status, code: "bad_body", message: error.message)
    }
    defer { bodies.gate.leave(body.readableBytes) }
    do throws(ReferencesRefusal) {
      let (taken, questions) = try await pipeline.putReferences(body)
      return .json(["taken": JSON(Int64(taken)), "questions": JSON(Int64(questions))])
    } catch {
      throw APIError(error)
    }
  }
}

extension APIError {
  fileprivate init(_ refusal: ReferencesRefusal) {
    switch refusal {
    case .invalid(let problem): self = .badRequest(problem)
    case .full(let problem):
      self.init(
        status: HTTPResponse.Status(code: 507, reasonPhrase: "Insufficient Storage"), code: "full", message: problem)
    case .unwritten:
      self.init(
        status: .serviceUnavailable, code: "unwritten",
        message: "they hold now, but the disk has not taken them: they would not outlive a crash; send them again")
    case .busy:
      self.init(status: .serviceUnavailable, code: "busy", message: "too many requests wait; try again")
    }
  }
}
