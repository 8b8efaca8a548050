internal import HTTPTypes
internal import Hummingbird
internal import Pipeline

/// `GET /healthz`: the process answers. `GET /readyz`: it also takes batches.
struct HealthRoutes: Sendable {
  let pipeline: Pipeline

  func add(to router: Router<AssayContext>) {
    router.endpoint("/healthz", [.get: { _, _ in .text("ok") }])
    router.endpoint(
      "/readyz",
      [
        .get: { _, _ in
          if let reason = pipeline.notReady { return .text("not ready: \(reason)", status: .serviceUnavailable) }
          return .text("ready")
        }
      ])
  }
}
