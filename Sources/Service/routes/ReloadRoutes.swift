internal import HTTPTypes
internal import Hummingbird
internal import JSON

/// `POST /api/reload`: reads the configuration again, as SIGHUP does.
struct ReloadRoutes: Sendable {
  let reload: Reload

  func add(to router: Router<AssayContext>) {
    router.endpoint(
      "/api/reload",
      [
        .post: { _, _ in
          switch await reload() {
          case .taken(let warnings):
            return .json(["reloaded": true, "warnings": .array(warnings.map { .string($0) })])
          case .refused(let problems):
            return .json(
              [
                "error": [
                  "code": "invalid_configuration",
                  "message": "the configuration has errors; the one of before holds",
                  "problems": .array(problems.map { .string($0) }),
                ]
              ], status: .unprocessableContent)
          case .failed(let message):
            throw APIError(status: .serviceUnavailable, code: "not_reloaded", message: message)
          }
        }
      ])
  }
}
