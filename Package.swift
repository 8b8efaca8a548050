// swift-tools-version: 6.2
// The manifest is the architecture diagram: targets stand in the order in which data flows.
import PackageDescription

let strict: [SwiftSetting] = [
  .treatAllWarnings(as: .error),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

/// A room of the house: `Sources/<name>`, unless it says otherwise.
func room(
  _ name: String, _ dependencies: [Target.Dependency] = [], path: String? = nil, resources: [Resource] = []
) -> Target {
  .target(name: name, dependencies: dependencies, path: path, resources: resources, swiftSettings: strict)
}

/// A plugin: `evaluators/<id>` or `exporters/<id>`, with `Sources` and `Tests` inside.
func plugin(
  _ name: String, in folder: String, _ dependencies: [Target.Dependency] = [], resources: [Resource] = []
) -> [Target] {
  [
    .target(
      name: name, dependencies: ["CallModel", "PluginKit"] + dependencies, path: "\(folder)/Sources",
      resources: resources, swiftSettings: strict),
    .testTarget(
      name: "\(name)Tests",
      dependencies: [.byName(name: name), "CallModel", "PluginKit", "PluginTestKit"] + dependencies,
      path: "\(folder)/Tests", swiftSettings: strict),
  ]
}

/// The tests of a room: `Tests/<name>Tests`.
func tests(of name: String, _ dependencies: [Target.Dependency] = [], resources: [Resource] = []) -> Target {
  .testTarget(
    name: "\(name)Tests", dependencies: [.byName(name: name)] + dependencies, resources: resources,
    swiftSettings: strict)
}

let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let sqlite = Target.Dependency.product(name: "GRDBSQLite", package: "GRDB.swift")
let yams = Target.Dependency.product(name: "Yams", package: "Yams")
let arguments = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let lifecycle = Target.Dependency.product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
let hummingbird = Target.Dependency.product(name: "Hummingbird", package: "hummingbird")
let hummingbirdTLS = Target.Dependency.product(name: "HummingbirdTLS", package: "hummingbird")
let tls = Target.Dependency.product(name: "NIOSSL", package: "swift-nio-ssl")
let hummingbirdCore = Target.Dependency.product(name: "HummingbirdCore", package: "hummingbird")
let signals = Target.Dependency.product(name: "UnixSignals", package: "swift-service-lifecycle")
let nio = Target.Dependency.product(name: "NIOCore", package: "swift-nio")
let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let http = Target.Dependency.product(name: "HTTPTypes", package: "swift-http-types")
let embedded = Target.Dependency.product(name: "NIOEmbedded", package: "swift-nio")
let http2 = Target.Dependency.product(name: "NIOHTTP2", package: "swift-nio-http2")
let hpack = Target.Dependency.product(name: "NIOHPACK", package: "swift-nio-http2")
let grpc = Target.Dependency.product(name: "GRPCCore", package: "grpc-swift-2")
let grpcTransport = Target.Dependency.product(
  name: "GRPCNIOTransportHTTP2Posix", package: "grpc-swift-nio-transport")

let package = Package(
  name: "assay",
  products: [
    .executable(name: "assay", targets: ["assay"]),
    .library(name: "PluginKit", targets: ["CallModel", "PluginKit"]),
    .library(name: "PluginTestKit", targets: ["PluginTestKit"]),
  ],
  dependencies: [
    .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1", traits: []),
    .package(url: "https://github.com/grpc/grpc-swift-2", from: "2.4.3"),
    .package(url: "https://github.com/grpc/grpc-swift-nio-transport", from: "2.9.2"),
    .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
    .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
    .package(url: "https://github.com/apple/swift-nio-http2", from: "1.42.0"),
    .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
    .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
  ],
  targets: [
    // MARK: The nouns
    room("CallModel"),
    tests(of: "CallModel"),

    // MARK: Formats
    .systemLibrary(name: "CZlib", path: "Sources/CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
    .systemLibrary(
      name: "CPCRE2", path: "Sources/CPCRE2", pkgConfig: "libpcre2-8", providers: [.apt(["libpcre2-dev"])]),
    room("JSON"),
    tests(of: "JSON"),
    room("Text"),
    tests(of: "Text", ["JSON"], resources: [.copy("Fixtures")]),
    .target(name: "Language", exclude: ["LICENSE-WordNet.txt", "make_words.py"], swiftSettings: strict),
    tests(of: "Language"),
    room("Patterns", ["CPCRE2"]),
    tests(of: "Patterns"),
    room("OTLP", ["CallModel", "CZlib"]),
    tests(of: "OTLP", ["CallModel", "CZlib"]),

    // MARK: Who may come in, and what is masked before anything is kept
    room("Access", ["CallModel", "JSON", crypto]),
    tests(of: "Access", ["CallModel"]),
    room("Redaction", ["OTLP", "Patterns"]),
    tests(of: "Redaction", ["JSON", "OTLP", "Patterns"]),

    // MARK: From bytes to calls, and which of them are judged
    room("Ingest", ["CallModel", "OTLP", "JSON"]),
    tests(of: "Ingest", ["CallModel", "OTLP", "JSON"]),
    room("Sampling", ["CallModel"]),
    tests(of: "Sampling", ["CallModel"]),

    // MARK: Judging: the plugin contract, and one folder a plugin
    room("PluginKit", ["CallModel"]),
    tests(of: "PluginKit", ["CallModel", "PluginTestKit"]),
    room("PluginTestKit", ["CallModel", "PluginKit"]),
    room("PluginProtocol", ["CallModel", "JSON", "PluginKit"]),
    tests(of: "PluginProtocol", ["CallModel", "JSON", "PluginKit"]),
    room(
      "PluginAuthoring", ["CallModel", "JSON", "PluginKit", "PluginProtocol", "PluginTestKit"],
      resources: [
        .embedInCode("templates/evaluator.py"), .embedInCode("templates/evaluator.sh"),
        .embedInCode("templates/evaluator.js"), .embedInCode("templates/evaluator.swift.txt"),
        .embedInCode("templates/exporter.py"), .embedInCode("templates/exporter.sh"),
        .embedInCode("templates/exporter.js"), .embedInCode("templates/exporter.swift.txt"),
        .embedInCode("templates/test_evaluator.sh"), .embedInCode("templates/test_exporter.sh"),
      ]),
    tests(of: "PluginAuthoring", ["CallModel", "JSON", "PluginKit", "PluginProtocol", "PluginTestKit"]),

    // MARK: Golden questions that the service asks
    room("Canaries", ["CallModel", "JSON", "OTLP", "PluginKit"]),
    tests(of: "Canaries", ["CallModel", "Ingest", "JSON", "PluginKit", "PluginTestKit"]),

    // MARK: From verdicts to measurements, alerts and throttles
    room("Telemetry", ["CallModel"]),
    tests(of: "Telemetry", ["CallModel"]),
    room("Analysis", ["CallModel"]),
    tests(of: "Analysis", ["CallModel"]),
    room("Series"),
    tests(of: "Series", ["Analysis"]),
    room("Spending", ["CallModel"]),
    tests(of: "Spending", ["CallModel", "JSON", "OTLP", "ServiceConfig", grdb, yams]),
    room("Alerting", ["CallModel", "JSON"]),
    tests(of: "Alerting", ["CallModel", "JSON"]),
    room("PrometheusRules", ["CallModel"]),
    tests(of: "PrometheusRules", ["CallModel"]),
    room("Throttling", ["CallModel"]),
    tests(of: "Throttling", ["CallModel", "Alerting", "Analysis"]),

    // MARK: Worlds to try the loop in
    room("Simulation", ["CallModel", "JSON", "Analysis", "Alerting", "Throttling"]),
    tests(of: "Simulation", ["CallModel", "JSON", "Analysis", "Throttling"]),

    // MARK: The one way out to the network
    .systemLibrary(
      name: "CCurl", path: "Sources/CCurl", pkgConfig: "libcurl", providers: [.apt(["libcurl4-openssl-dev"])]),
    room("HTTPClient", ["CallModel", "CCurl"]),
    tests(of: "HTTPClient", ["CallModel"]),

    // MARK: Programs of others, contained
    .target(name: "CContainment"),
    room("Containment", ["CContainment", "CallModel", "PluginKit"]),
    tests(of: "Containment", ["CallModel", "PluginKit"]),

    // MARK: What is kept
    room("Storage", ["CallModel", grdb, sqlite]),
    tests(of: "Storage", ["CallModel", grdb]),

    // MARK: The stages joined; no plugin is imported here
    room(
      "Pipeline",
      [
        "CallModel", "Canaries", "JSON", "OTLP", "Redaction", "Ingest", "Sampling", "PluginKit", "Telemetry",
        "Analysis", "Spending", "Alerting",
        "Throttling", "Storage", logging, nio,
      ]),
    tests(
      of: "Pipeline",
      [
        "CallModel", "Canaries", "Ingest", "OTLP", "PluginKit", "PluginTestKit", "Spending", "Storage", "Telemetry",
        "Throttling", logging, nio,
      ]),
    room(
      "ServiceConfig",
      [
        "CallModel", "Canaries", "JSON", "PluginKit", "Spending", "Access", "Patterns", "Redaction", "Simulation", yams,
      ]),
    tests(
      of: "ServiceConfig", ["CallModel", "Canaries", "PluginKit", "Spending", "Access", "Redaction"],
      resources: [.copy("Fixtures")]),

    // MARK: Recorded answers judged, for builds
    room("Evaluation", ["CallModel", "JSON", "Ingest", "Analysis"]),
    tests(of: "Evaluation", ["CallModel", "JSON"]),

    // MARK: OTLP over gRPC
    room("GRPCListener", ["OTLP", grpc, grpcTransport, nio, http2, hpack, logging, lifecycle]),
    tests(
      of: "GRPCListener",
      ["CZlib", "OTLP", grpc, grpcTransport, nio, embedded, http2, hpack, logging, lifecycle]),

    // MARK: The service
    room(
      "StandardPlugins",
      [
        "PluginKit", "RegexEvaluator", "JSONSchemaEvaluator", "ReferenceAnswerEvaluator", "GroundednessEvaluator",
        "RelevanceEvaluator", "ProcessEvaluator", "HTTPEvaluator", "JudgeEvaluator",
        "PrometheusExporter",
        "OtlpExporter", "JsonlExporter", "WebhookExporter", "ProcessExporter", "AlertmanagerExporter",
      ]),
    .target(
      name: "DefaultConfiguration", path: "config",
      exclude: ["assay.schema.json", "check-prices", "demo", "examples", "prometheus", "worlds"],
      sources: ["DefaultConfiguration.swift"],
      resources: [.embedInCode("assay.yaml"), .embedInCode("prices.yaml")], swiftSettings: strict),
    room(
      "Service",
      [
        "CallModel", "JSON", "OTLP", "Ingest", "Access", "Alerting", "Containment", "GRPCListener", "HTTPClient",
        "PluginKit", "Pipeline", "Storage",
        "Throttling", hummingbird, hummingbirdCore, hummingbirdTLS, nio, tls, http, lifecycle, signals, logging,
      ], resources: [.embedInCode("openapi.json")]),
    tests(of: "Service", ["CallModel", "HTTPClient", "PluginKit", "Pipeline", logging]),
    .testTarget(
      name: "ContractTests", dependencies: ["JSON", "PluginKit", "StandardPlugins"], swiftSettings: strict),
    room("LoopbackClient"),

    // MARK: A provider to try it on
    room("MockProvider", ["JSON", hummingbird, hummingbirdCore, nio, http, lifecycle, signals, logging]),
    tests(of: "MockProvider", ["JSON", "HTTPClient", logging]),
    .executableTarget(
      name: "assay-mock-provider", dependencies: ["JSON", "MockProvider", arguments, logging, signals],
      swiftSettings: strict),

    // MARK: The command line
    .executableTarget(
      name: "assay",
      dependencies: [
        "CallModel", "JSON", "OTLP", "Ingest", "GRPCListener", "PluginKit", "Pipeline", "Redaction", "ServiceConfig",
        "Spending", "Service",
        "StandardPlugins", "DefaultConfiguration", "Evaluation", "LoopbackClient", "Access", "Analysis", "Series",
        "PluginAuthoring", "PluginProtocol", "HTTPClient", "PrometheusRules", "Simulation", "Storage", arguments,
        logging,
      ], swiftSettings: strict),

    // MARK: Measuring
    .executableTarget(
      name: "assay-bench",
      dependencies: [
        "CallModel", "OTLP", "JSON", "Ingest", "Telemetry", "PluginKit", "PrometheusExporter", "Pipeline",
        "LoopbackClient", "JSONSchemaEvaluator", "Patterns", "CPCRE2", "Text", "Analysis", "Throttling",
      ], path: "Benchmarks", exclude: ["peers/json_schema.py", "peers/rouge.py", "peers/requirements.txt"],
      resources: [
        .embedInCode("peers/booking.json"), .embedInCode("peers/booking.schema.json"),
        .embedInCode("peers/reply.json"), .embedInCode("peers/reply.schema.json"),
      ], swiftSettings: strict),
  ]
    + plugin("RegexEvaluator", in: "evaluators/regex", ["JSON", "Patterns"])
    + plugin("JSONSchemaEvaluator", in: "evaluators/json_schema", ["JSON", "Patterns"])
    + plugin("ReferenceAnswerEvaluator", in: "evaluators/reference_answer", ["JSON", "Text"])
    + plugin("GroundednessEvaluator", in: "evaluators/groundedness", ["JSON", "Language"])
    + plugin("RelevanceEvaluator", in: "evaluators/relevance", ["JSON", "Language"])
    + plugin("ProcessEvaluator", in: "evaluators/process", ["JSON", "PluginProtocol"])
    + plugin("HTTPEvaluator", in: "evaluators/http", ["JSON", "PluginProtocol"])
    + plugin(
      "JudgeEvaluator", in: "evaluators/judge", ["JSON", "Spending"],
      resources: ["correct", "grounded", "relevant", "safe", "system"].map { .embedInCode("Prompts/\($0).txt") })
    + plugin("PrometheusExporter", in: "exporters/prometheus")
    + plugin("OtlpExporter", in: "exporters/otlp", ["OTLP"])
    + plugin("JsonlExporter", in: "exporters/jsonl", ["JSON", "PluginProtocol"])
    + plugin("ProcessExporter", in: "exporters/process", ["JSON", "PluginProtocol"])
    + plugin("AlertmanagerExporter", in: "exporters/alertmanager", ["JSON"])
    + plugin("WebhookExporter", in: "exporters/webhook", ["JSON", crypto]),
  swiftLanguageModes: [.v6]
)
