import CallModel
import PluginKit
import ServiceConfig
import Spending
import Testing

@Suite struct ConfigurationTests {
  private func load(
    _ text: String, environment: [String: String] = [:], files: [String: [UInt8]] = [:]
  ) throws -> Configuration {
    try #require(
      loadConfiguration(text, file: "a.yaml", in: context(files: files, environment: environment)).configuration)
  }

  @Test(arguments: ["", "# nothing\n", "---\n", "{}", "listen:\nstorage: {}\nalerts: ~\n"])
  func everyKeyHasADefault(text: String) throws {
    let configuration = try load(text)
    #expect(configuration.listen.http == ListenAddress(host: "127.0.0.1", port: 4318))
    #expect(configuration.storage.path == "data/assay.db")
    #expect(configuration.storage.keep == .days(7))
    #expect(configuration.storage.maxSize == 10 * 1_073_741_824)
    #expect(configuration.sampling == SamplingPolicy(rate: 0.1, always: [.error, .slow, .dear, .newModel]))
    #expect(configuration.evaluators.isEmpty)
    #expect(configuration.alerts.isEmpty)
    #expect(
      configuration.exporters.map { "\($0.name) \($0.plugin) \($0.path ?? "-")" } == ["prometheus prometheus /metrics"])
    #expect(configuration.pluginFolders == ["evaluators", "exporters"])
    #expect(configuration.prices.resolve(provider: "openai", model: "gpt-4o-mini") != nil)
  }

  @Test func everyKeyIsRead() throws {
    let configuration = try load(try Fixtures.text("good/full.yaml"), files: try Fixtures.prices())
    #expect(configuration.listen.http == ListenAddress(host: "::1", port: 4319))
    #expect("\(configuration.listen.http)" == "[::1]:4319")
    #expect(configuration.storage.path == "/var/lib/assay/assay.db")
    #expect(configuration.storage.keep == .days(30))
    #expect(configuration.storage.maxSize == 512 << 20)
    #expect(configuration.sampling == SamplingPolicy(rate: 0.025, always: [.error, .newModel]))
    #expect(configuration.pluginFolders == ["evaluators", "exporters", "/opt/assay/plugins"])

    #expect(configuration.evaluators.map(\.name) == ["polite", "2nd_one"])
    let polite = try #require(configuration.evaluators.first)
    #expect(polite.plugin == "words")
    #expect(polite.on == (try Scope(parsing: "route=checkout-*,model=gpt-*")))
    #expect(polite.sample == 1)
    #expect(polite.timeout == .milliseconds(250))
    let second = try #require(configuration.evaluators.last)
    #expect(second.on == .everything && second.sample == nil && second.timeout == .seconds(2))

    #expect(
      configuration.alerts == [
        AlertRule(
          name: "rude", signal: .failRatio(evaluator: "polite"), above: 0.08, window: .minutes(5), minSamples: 20,
          holdFor: .seconds(30), by: [.route, .caller], on: try Scope(parsing: "provider=openai"),
          throttle: ThrottlePolicy(floor: 0.01, stepAtLeast: .seconds(5)), mode: .enforce),
        AlertRule(
          name: "slow", signal: .latency(quantile: 0.99), above: 1.5, window: .minutes(10), minSamples: 50, holdFor: 0,
          by: []),
        AlertRule(
          name: "failing", signal: .errorRatio, above: 0.05, window: .minutes(10), minSamples: 50, holdFor: 0,
          by: [.provider, .model], notify: ["scrape"]),
        AlertRule(
          name: "dear", signal: .spendRate, above: 75, window: .minutes(1), minSamples: 1, holdFor: 0, by: [.caller],
          spendLimit: SpendRate(NanoDollars(12_500_000_000), per: .minutes(10))),
        AlertRule(
          name: "LLMErrorBudgetBurn", signal: .external, above: 0, window: .minutes(10), minSamples: 1, holdFor: 0,
          by: [.route, .provider, .model], throttle: ThrottlePolicy(), mode: .enforce, resolveAfter: .minutes(30)),
      ])
    #expect(
      configuration.exporters.map { "\($0.name) \($0.plugin) \($0.path ?? "-")" } == [
        "scrape prometheus /internal/metrics"
      ])
  }

  @Test func alertsHaveDefaults() throws {
    let configuration = try load(
      "evaluators: { a: { plugin: words, word: x } }\n"
        + "alerts: { b: { when: { signal: fail_ratio, evaluator: a, above: 0.5 }, then: { throttle: } } }")
    #expect(
      configuration.alerts == [
        AlertRule(
          name: "b", signal: .failRatio(evaluator: "a"), above: 0.5, window: .minutes(10), minSamples: 50, holdFor: 0,
          by: [.route, .model], throttle: ThrottlePolicy(), mode: .shadow)
      ])
  }

  @Test func aliasesStandForWhatTheyName() throws {
    let configuration = try load(try Fixtures.text("good/anchors.yaml"))
    #expect(configuration.alerts.map(\.by) == [[.route, .model], [.route, .model]])
    #expect(configuration.alerts.map { $0.throttle?.floor } == [0.1, 0.1])
    #expect(configuration.alerts.first?.on == (try Scope(parsing: "route=checkout")))
  }

  @Test func theEnvironmentIsReadWhereItIsNamed() throws {
    let configuration = try load(
      #"storage: { path: "${ROOT}/$${ROOT}/$ROOT/${1}.db" }"#, environment: ["ROOT": "/srv"])
    #expect(configuration.storage.path == "/srv/${ROOT}/$ROOT/${1}.db")
    #expect(try load(try Fixtures.text("good/environment.yaml")).sampling.rate == 0.25)
  }

  @Test func whatTheEnvironmentHoldsIsOnlyText() throws {
    let configuration = try load(
      #"storage: { path: "${ROOT}" }"#, environment: ["ROOT": "a.db\", keep: 1h, x: \"${TOKEN}"])
    #expect(configuration.storage.path == "a.db\", keep: 1h, x: \"${TOKEN}")
    #expect(configuration.storage.keep == .days(7))
  }

  @Test(arguments: ["127.0.0.1:4318", "127.1.2.3:1", "localhost:0", "LOCALHOST:65535", "\"[::1]:4318\""])
  func loopbackIsListenedOn(address: String) throws {
    #expect(throws: Never.self) { try load("listen: { http: \(address) }") }
  }

  @Test func anOwnPriceListReplacesTheBuiltInOne() throws {
    let configuration = try load("prices: prices/own.yaml", files: try Fixtures.prices())
    let prices = configuration.prices
    #expect(prices.entries.count == 3)
    #expect(prices.resolve(provider: "openai", model: "gpt-4o-mini") == nil)
    #expect(prices.resolve(provider: "openai", model: "gpt-4o-latest-one")?.model == "gpt-4o")
    let deepseek = try #require(prices.resolve(provider: "deepseek", model: "deepseek-v4-pro"))
    #expect(
      deepseek.prices(at: 0)
        == TokenPrices(
          input: NanoDollars(435_000_000), output: NanoDollars(870_000_000), cacheRead: NanoDollars(3_625_000),
          reasoning: NanoDollars(870_000_000)))
    let sonnet = try #require(prices.resolve(provider: "anthropic", model: "claude-sonnet-5"))
    // 2026-09-01T00:00:00Z
    let change = Nanoseconds.seconds(1_788_220_800)
    #expect(sonnet.prices(at: change - 1)?.input == NanoDollars(2_000_000_000))
    #expect(sonnet.prices(at: change)?.input == NanoDollars(3_000_000_000))
    #expect(sonnet.prices(at: change)?.cacheWrite == NanoDollars(3_750_000_000))
  }

  @Test func pricesMayDependOnThePromptAndOnTheBatch() throws {
    let prices = try load("prices: prices/tiers.yaml", files: try Fixtures.prices()).prices
    let pro = try #require(prices.resolve(provider: "google", model: "gemini-2.5-pro")?.revision(at: 0))
    #expect(pro.standard.base.output == NanoDollars(10_000_000_000))
    #expect(
      pro.standard.tiers == [
        TieredPrices.Tier(
          above: 200_000,
          prices: TokenPrices(
            input: NanoDollars(2_500_000_000), output: NanoDollars(15_000_000_000), cacheRead: NanoDollars(250_000_000))
        )
      ])
    #expect(pro.batch?.base == TokenPrices(input: NanoDollars(625_000_000), output: NanoDollars(5_000_000_000)))
    #expect(pro.batch?.prices(forInput: 200_001).output == NanoDollars(7_500_000_000))
    let three = try #require(prices.resolve(provider: "google", model: "gemini-3"))
    #expect(three.revision(at: 0)?.standard.tiers.map(\.tokens) == [100_000, 200_000])
    #expect(three.revision(at: 0)?.batch == nil)
    #expect(three.revision(at: .max)?.standard == TieredPrices(three.revisions[1].prices))
  }

  @Test func noMessageShowsWhatTheEnvironmentHolds() throws {
    let text = try Fixtures.text("bad/environment-hidden.yaml")
    let loaded = loadConfiguration(text, file: "a.yaml", in: context())
    #expect(loaded.problems.count >= 7)
    for problem in loaded.problems {
      #expect(!"\(problem)".contains("hunter2"))
      #expect(!"\(problem)".contains("q9"))
    }
  }

  @Test func norHalfOfIt() {
    let secret = String(repeating: "s3cr3t-", count: 20)
    let text = "evaluators: { a: { plugin: words, word: x, patience: \"${KEY}\", more: { a: b } } }\nprices: \"${KEY}\""
    let broken = Array("providers: 5".utf8)
    let loaded = loadConfiguration(
      text, file: "a.yaml", in: context(files: [secret: broken], environment: ["KEY": secret]))
    #expect(loaded.problems.map(\.file) == ["a.yaml", "a.yaml", "${KEY}"])
    for problem in loaded.problems { #expect(!"\(problem)".contains("s3cr3t-s")) }
    let cutting = loadConfiguration(
      "evaluators: { a: { plugin: cutting, word: \"${KEY}\" } }", file: "a.yaml",
      in: {
        var cutting = context(environment: ["KEY": secret])
        cutting.evaluators = [CuttingFactory.self]
        return cutting
      }())
    #expect(cutting.problems.map(\.message) == ["'${KEY}…' is no word"])
  }

  @Test func pushExportersHaveTerms() throws {
    let text = "exporters: { ops: { plugin: pushed, interval: 1m, queue: 1MiB, give_up_after: 1h } }"
    let loaded = loadConfiguration(text, file: "a.yaml", in: context())
    #expect(loaded.problems.isEmpty)
    let entry = try #require(loaded.configuration?.exporters.first)
    guard case .push(_, let terms) = entry.service else {
      Issue.record("\(entry) does not push")
      return
    }
    #expect(terms == ExporterEntry.PushTerms(interval: .minutes(1), queue: 1 << 20, giveUpAfter: .hours(1)))
    #expect(loaded.configuration?.exporters.map(\.path) == [nil, "/metrics"])
  }
}
