import Access
import Testing

@Suite struct AccessPolicyTests {
  static let policy = AccessPolicy(scrapePaths: ["/metrics", "/internal/metrics"])

  @Test(
    arguments: [
      ("GET", "/healthz", nil), ("GET", "/readyz", nil), ("HEAD", "/healthz", nil),
      ("POST", "/grpc.health.v1.Health/Check", nil),
      ("POST", "/v1/traces", .ingest), ("POST", "/v1/logs", .ingest), ("POST", "/v1/metrics", .ingest),
      ("POST", "/opentelemetry.proto.collector.trace.v1.TraceService/Export", .ingest),
      ("GET", "/metrics", .scrape), ("HEAD", "/internal/metrics", .scrape),
      ("GET", "/api/calls", .read), ("GET", "/api/calls/abc", .read), ("GET", "/api/throttles", .read),
      ("GET", "/openapi.json", .read), ("GET", "/", .read),
      ("GET", "/api/throttles/stream", [.read, .gateway]),
      ("POST", "/api/admission", .gateway), ("POST", "/api/settlement", .gateway),
      ("POST", "/v1/chat/completions", .gateway), ("POST", "/v1/messages", .gateway), ("GET", "/v1/models", .gateway),
      ("PUT", "/api/throttles/route%3Dx", .operate), ("DELETE", "/api/throttles/route%3Dx", .operate),
      ("POST", "/api/reload", .operate), ("POST", "/api/feedback", [.ingest, .operate]),
      ("PUT", "/api/references", .operate),
      ("POST", "/api/alertmanager", .operate),
    ] as [(String, String, Roles?)])
  func eachRouteHasItsRole(method: String, path: String, roles: Roles?) {
    #expect(Self.policy.requirement(forMethod: method, path: path) == (roles.map { .anyOf($0) } ?? .nothing))
  }

  /// No spelling goes for less than the route that a router may take it for.
  @Test(arguments: [
    ("GET", "/healthz/", Roles.read), ("GET", "//healthz", .read), ("GET", "/healthz/../api/calls", .read),
    ("GET", "/api/calls/../../metrics", .read), ("GET", "/unknown", .read), ("POST", "/healthz", .operate),
    ("POST", "/v1/traces/", .operate), ("POST", "/api/%61dmission", .operate), ("POST", "/api/admission/x", .operate),
    ("PATCH", "/api/calls", .operate), ("OPTIONS", "/api/calls", .operate), ("get", "/api/calls", .operate),
    ("PUT", "/v1/traces", .operate), ("DELETE", "/metrics", .operate), ("GET", "", .read),
  ])
  func whatIsNotKnownWantsMuch(method: String, path: String, roles: Roles) {
    #expect(Self.policy.requirement(forMethod: method, path: path) == .anyOf(roles))
  }

  @Test func anExporterCannotOpenTheAPI() {
    let greedy = AccessPolicy(scrapePaths: ["/api/calls", "/v1/models"])
    #expect(greedy.requirement(forMethod: "GET", path: "/api/calls") == .anyOf(.read))
    #expect(greedy.requirement(forMethod: "GET", path: "/v1/models") == .anyOf(.gateway))
  }

  @Test func rolesHaveTheirWords() {
    for role in Role.allCases { #expect(Roles([role]).names == [role.rawValue]) }
    #expect(Roles.all.names == ["ingest", "scrape", "read", "operate", "gateway"])
    #expect(!Roles([]).allow(anyOf: .all))
  }
}
