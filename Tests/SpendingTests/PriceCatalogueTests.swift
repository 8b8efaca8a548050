import CallModel
import Spending
import Testing

@Suite struct PriceCatalogueTests {
  static let names: [(provider: String, models: [String])] = [
    ("openai", ["gpt-4o", "gpt-4o-2024-05-13", "gpt-4o-mini", "o3", "shared", "twin"]),
    ("anthropic", ["claude-3-5-sonnet", "claude-3-5-haiku", "claude-sonnet-4-5"]),
    ("gcp.gemini", ["gemini-2.5-pro", "gemini-2.0-flash"]),
    ("mistral_ai", ["mistral-large-2411", "mistral-small-latest", "twin"]),
    ("groq", ["openai/gpt-oss-120b", "llama-3.3-70b-versatile", "shared"]),
    ("deepseek", ["deepseek-chat", "deepseek-v3"]),
    ("x_ai", ["grok-4"]),
  ]

  /// Every entry has another price, but `twin`, which is the same twice.
  let catalogue = PriceCatalogue(
    Self.names.enumerated().flatMap { row, list in
      list.models.enumerated().map { column, model in
        PriceEntry(
          provider: list.provider, model: model, aliases: model == "grok-4" ? ["Grok-4-0709"] : [],
          revisions: [
            PriceEntry.Revision(
              prices: TokenPrices(input: NanoDollars(model == "twin" ? 1 : Int64(1_000 * row + column + 2))))
          ])
      }
    })

  private func found(_ provider: String?, _ model: String?) -> String? {
    catalogue.resolve(provider: provider, model: model).map { "\($0.provider)|\($0.model)" }
  }

  @Test(arguments: [
    // As it stands, in any case.
    ("openai", "gpt-4o", "openai|gpt-4o"),
    ("OpenAI", "GPT-4o", "openai|gpt-4o"),
    ("x_ai", "grok-4-0709", "x_ai|grok-4"),
    // A dated name with prices of its own goes before the undated one.
    ("openai", "gpt-4o-2024-05-13", "openai|gpt-4o-2024-05-13"),
    ("openai", "gpt-4o-2024-08-06", "openai|gpt-4o"),
    ("openai", "gpt-4o-mini-2024-07-18", "openai|gpt-4o-mini"),
    ("anthropic", "claude-3-5-sonnet-20241022", "anthropic|claude-3-5-sonnet"),
    ("anthropic", "claude-3-5-haiku-latest", "anthropic|claude-3-5-haiku"),
    ("mistral_ai", "mistral-small-latest", "mistral_ai|mistral-small-latest"),
    ("openai", "gpt-4o:latest", "openai|gpt-4o"),
    // Where it is served.
    ("gcp.gemini", "models/gemini-2.5-pro", "gcp.gemini|gemini-2.5-pro"),
    ("gcp.vertex_ai", "publishers/google/models/gemini-2.5-pro", "gcp.gemini|gemini-2.5-pro"),
    (
      "gcp.vertex_ai", "projects/p/locations/eu/publishers/anthropic/models/claude-sonnet-4-5@20250929",
      "anthropic|claude-sonnet-4-5"
    ),
    ("gcp.vertex_ai", "claude-sonnet-4-5@default", "anthropic|claude-sonnet-4-5"),
    ("openai", "openai/gpt-4o", "openai|gpt-4o"),
    ("openai", "anthropic/claude-3-5-sonnet", "anthropic|claude-3-5-sonnet"),
    ("openrouter", "openrouter/openai/gpt-4o-2024-11-20", "openai|gpt-4o"),
    ("groq", "openai/gpt-oss-120b", "groq|openai/gpt-oss-120b"),
    ("litellm", "gemini/gemini-2.5-pro", "gcp.gemini|gemini-2.5-pro"),
    ("azure.ai.openai", "gpt-4o-2024-08-06", "openai|gpt-4o"),
    ("litellm", "azure/gpt-4o", "openai|gpt-4o"),
    ("aws.bedrock", "us.anthropic.claude-3-5-sonnet-20241022-v2:0", "anthropic|claude-3-5-sonnet"),
    ("aws.bedrock", "anthropic.claude-sonnet-4-5-20250929-v1:0", "anthropic|claude-sonnet-4-5"),
    ("litellm", "bedrock/anthropic.claude-3-5-haiku-20241022-v1:0", "anthropic|claude-3-5-haiku"),
    (
      "aws.bedrock",
      "arn:aws:bedrock:eu-west-1:1:inference-profile/eu.anthropic.claude-3-5-haiku-20241022-v1:0",
      "anthropic|claude-3-5-haiku"
    ),
    // Providers under other names.
    ("google", "gemini-2.0-flash", "gcp.gemini|gemini-2.0-flash"),
    ("mistralai", "mistral-large-2411", "mistral_ai|mistral-large-2411"),
    ("xai", "grok-4", "x_ai|grok-4"),
    // Only Bedrock writes -v3 for a revision.
    ("deepseek", "deepseek-v3", "deepseek|deepseek-v3"),
    // An unknown provider: the only list that has the model.
    ("proxy.internal", "llama-3.3-70b-versatile", "groq|llama-3.3-70b-versatile"),
    ("proxy.internal", "gpt-4o-mini-2024-07-18", "openai|gpt-4o-mini"),
    // Two lists at one price are no doubt.
    ("proxy.internal", "twin", "openai|twin"),
  ])
  func finds(provider: String, model: String, entry: String) {
    #expect(found(provider, model) == entry)
  }

  @Test(arguments: [
    // Others' prices are not this provider's.
    ("openai", "claude-3-5-sonnet"), ("groq", "gpt-4o"),
    // Two lists with different prices.
    ("proxy.internal", "shared"),
    // Suffixes that name other prices.
    ("openai", "gpt-4o-audio-preview"), ("openai", "gpt-4o:free"), ("openai", "ft:gpt-4o-2024-08-06:acme::1"),
    ("mistral_ai", "mistral-large-2407"), ("openai", "gpt-4o-99999999"), ("openai", "gpt-4o-2024-13-01"),
    ("openai", "gpt-4o-20241332"), ("openai", "somebody/gpt-4o"), ("deepseek", "deepseek-v4"),
    ("openai", ""), ("openai", "-latest"), ("openai", "/"), ("openai", "openai/"), ("aws.bedrock", "us."),
    ("aws.bedrock", "arn:aws:bedrock:x"), ("gcp.vertex_ai", "publishers/google/models"), ("openai", "gpt"),
  ])
  func doesNotGuess(provider: String, model: String) {
    #expect(found(provider, model) == nil)
  }

  @Test func aMissingProviderIsTheOneThatHasTheModel() {
    #expect(found(nil, "o3-2025-04-16") == "openai|o3")
    #expect(found("", "deepseek-chat") == "deepseek|deepseek-chat")
    #expect(found(nil, "shared") == nil)
    #expect(found("openai", nil) == nil)
  }

  @Test func aStatedProviderSettlesWhatTheModelLeavesOpen() {
    #expect(found("groq", "shared") == "groq|shared")
    #expect(found("openai", "shared") == "openai|shared")
  }

  @Test func namesFromTheNetworkMayBeAnything() {
    for name in [
      String(repeating: "/", count: 500), String(repeating: "models/", count: 70), String(repeating: ".", count: 500),
      String(repeating: "-latest", count: 70), String(repeating: "a", count: 100_000), "\0", "🙂-20240101",
      "-2024-01-01",
    ] {
      #expect(found("openai", name) == nil)
      #expect(found(nil, name) == nil)
    }
  }

  @Test func anUnknownPriceIsNotFree() {
    #expect(
      catalogue.cost(of: TokenUsage(input: 1, output: 1), provider: "openai", model: "gpt-9", at: 0) == nil)
    #expect(PriceCatalogue.empty.resolve(provider: "openai", model: "gpt-4o") == nil)
    #expect(catalogue.cost(of: TokenUsage(input: 1_000_000), provider: nil, model: "gpt-4o", at: 0) == NanoDollars(2))
  }
}
