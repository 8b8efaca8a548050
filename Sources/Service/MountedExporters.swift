internal import HTTPTypes
internal import Hummingbird
internal import NIOCore
internal import Pipeline
package import PluginKit
internal import Synchronization

/// The pull exporters, each at the path at which it is asked; a reload replaces them.
package final class MountedExporters: Sendable {
  private let exporters: Mutex<[String: any PullExporter]>

  package init(_ exporters: [String: any PullExporter]) { self.exporters = Mutex(exporters) }

  package func replace(with new: [String: any PullExporter]) { exporters.withLock { $0 = new } }

  var paths: Set<String> { exporters.withLock { Set($0.keys) } }

  subscript(path: String) -> (any PullExporter)? { exporters.withLock { $0[path] } }
}

/// `GET /metrics`, or wherever an exporter is mounted: everything measured, rendered by it.
struct ExporterPaths: RouterMiddleware {
  let pipeline: Pipeline
  let mounted: MountedExporters

  func handle(
    _ request: Request, context: AssayContext, next: (Request, AssayContext) async throws -> Response
  ) async throws -> Response {
    guard let exporter = mounted[request.uri.path] else { return try await next(request, context) }
    guard request.method == .get || request.method == .head else {
      var response = APIError.methodNotAllowed(request.method, allowed: "GET").response
      response.headers[.allow] = "GET"
      return response
    }
    let document = exporter.render(pipeline.snapshot(), accept: request.headers[.accept])
    return Response(
      status: .ok, headers: [.contentType: document.contentType, .vary: "Accept"],
      body: ResponseBody(byteBuffer: ByteBuffer(bytes: document.body)))
  }
}
