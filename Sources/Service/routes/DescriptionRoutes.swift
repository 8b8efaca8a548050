internal import HTTPTypes
internal import Hummingbird
internal import NIOCore

/// `GET /openapi.json`: the description of this interface, which is also the one that is tested.
struct DescriptionRoutes: Sendable {
  func add(to router: Router<AssayContext>) {
    router.endpoint(
      "/openapi.json",
      [
        .get: { _, _ in
          Response(
            status: .ok, headers: [.contentType: "application/json; charset=utf-8"],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: PackageResources.openapi_json)))
        }
      ])
  }
}
