internal import HTTPTypes
internal import Hummingbird
internal import NIOCore
internal import Pipeline
internal import PluginKit

/// `GET /metrics`: everything measured, rendered by a pull exporter.
struct MetricsRoute: Sendable {
  let pipeline: Pipeline
  let path: String
  let exporter: any PullExporter

  func add(to router: Router<AssayContext>) {
    router.endpoint(
      RouterPath(path),
      [
        .get: { request, _ in
          let document = exporter.render(pipeline.snapshot(), accept: request.headers[.accept])
          return Response(
            status: .ok, headers: [.contentType: document.contentType, .vary: "Accept"],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: document.body)))
        }
      ])
  }
}
