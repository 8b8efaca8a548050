import CallModel
import Spending
import Testing

/// Bedrock and Azure have price lists of their own beside those of the makers.
@Suite struct HostedModelsTests {
  /// Every entry has another price.
  let catalogue = PriceCatalogue(
    [
      ("openai", "gpt-5", []), ("openai", "gpt-5-mini", []), ("anthropic", "claude-sonnet-5", []),
      ("anthropic", "claude-haiku-5", []), ("groq", "llama-4", []),
      ("aws.bedrock", "anthropic.claude-sonnet-5", []), ("aws.bedrock", "global.anthropic.claude-sonnet-5", []),
      ("aws.bedrock", "amazon.nova-pro", []), ("aws.bedrock", "nvidia.nemotron-nano-9b-v2", []),
      ("aws.bedrock", "openai.gpt-oss-120b", ["openai.gpt-oss-120b-1:0"]), ("aws.bedrock", "deepseek.v3", []),
      ("azure.ai.openai", "gpt-5", ["gpt-five"]), ("azure.ai.openai", "phi-4", []), ("azure.ai.openai", "llama-4", []),
    ].enumerated().map { place, entry in
      PriceEntry(
        provider: entry.0, model: entry.1, aliases: entry.2,
        revisions: [PriceEntry.Revision(prices: TokenPrices(input: NanoDollars(Int64(place + 1))))])
    })

  private func found(_ provider: String?, _ model: String?) -> String? {
    catalogue.resolve(provider: provider, model: model).map { "\($0.provider)|\($0.model)" }
  }

  @Test(arguments: [
    // With and without date, revision and the size of a provisioned window.
    ("aws.bedrock", "anthropic.claude-sonnet-5", "aws.bedrock|anthropic.claude-sonnet-5"),
    ("aws.bedrock", "anthropic.claude-sonnet-5-v1", "aws.bedrock|anthropic.claude-sonnet-5"),
    ("aws.bedrock", "anthropic.claude-sonnet-5-20260701-v1:0", "aws.bedrock|anthropic.claude-sonnet-5"),
    ("aws.bedrock", "anthropic.claude-sonnet-5-20260701-v1:0:200k", "aws.bedrock|anthropic.claude-sonnet-5"),
    // A region has the price of all, unless it has its own.
    ("aws.bedrock", "us.anthropic.claude-sonnet-5-20260701-v1:0", "aws.bedrock|anthropic.claude-sonnet-5"),
    ("aws.bedrock", "global.anthropic.claude-sonnet-5-20260701-v1:0", "aws.bedrock|global.anthropic.claude-sonnet-5"),
    ("aws.bedrock", "global.amazon.nova-pro-v1:0", "aws.bedrock|amazon.nova-pro"),
    // Makers without a list of their own, and names that end like a revision.
    ("aws.bedrock", "apac.amazon.nova-pro-v1:0", "aws.bedrock|amazon.nova-pro"),
    ("aws.bedrock", "nvidia.nemotron-nano-9b-v2", "aws.bedrock|nvidia.nemotron-nano-9b-v2"),
    ("aws.bedrock", "nvidia.nemotron-nano-9b-v2:0", "aws.bedrock|nvidia.nemotron-nano-9b-v2"),
    ("aws.bedrock", "deepseek.v3-v1:0", "aws.bedrock|deepseek.v3"),
    ("aws.bedrock", "openai.gpt-oss-120b-1:0", "aws.bedrock|openai.gpt-oss-120b"),
    // A library that states the maker, a proxy that states itself, nobody at all.
    ("anthropic", "eu.anthropic.claude-sonnet-5-20260701-v1:0", "aws.bedrock|anthropic.claude-sonnet-5"),
    ("litellm", "bedrock/us.amazon.nova-pro-v1:0", "aws.bedrock|amazon.nova-pro"),
    ("litellm", "bedrock/eu-west-1/amazon.nova-pro-v1:0", "aws.bedrock|amazon.nova-pro"),
    ("litellm", "bedrock/converse/us.anthropic.claude-sonnet-5-v1", "aws.bedrock|anthropic.claude-sonnet-5"),
    ("", "amazon.nova-pro-v1:0", "aws.bedrock|amazon.nova-pro"),
    ("aws_bedrock", "arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-pro-v1:0", "aws.bedrock|amazon.nova-pro"),
    // What the host's list lacks has its maker's price.
    ("aws.bedrock", "us.anthropic.claude-haiku-5-20260701-v1:0", "anthropic|claude-haiku-5"),
    ("azure.ai.openai", "gpt-5-mini-2025-08-07", "openai|gpt-5-mini"),
    ("openai", "azure/gpt-5-mini", "openai|gpt-5-mini"),
    // Azure's own.
    ("azure.ai.openai", "gpt-5-2025-08-07", "azure.ai.openai|gpt-5"),
    ("az.ai.openai", "gpt-five", "azure.ai.openai|gpt-5"),
    ("azure.ai.inference", "Phi-4", "azure.ai.openai|phi-4"),
    ("openai", "azure/gpt-5", "azure.ai.openai|gpt-5"),
    ("litellm", "azure_ai/phi-4", "azure.ai.openai|phi-4"),
    // Where nobody says who serves it, the maker does.
    ("", "gpt-5", "openai|gpt-5"), ("proxy.internal", "gpt-5-2025-08-07", "openai|gpt-5"),
    ("proxy.internal", "phi-4", "azure.ai.openai|phi-4"), ("openai", "gpt-5", "openai|gpt-5"),
  ])
  func finds(provider: String, model: String, entry: String) {
    #expect(found(provider, model) == entry)
  }

  @Test(arguments: [
    ("openai", "phi-4"), ("anthropic", "amazon.nova-lite-v1:0"), ("aws.bedrock", "global."),
    ("aws.bedrock", "amazon."), ("aws.bedrock", "us.amazon"), ("aws.bedrock", "amazon.-v1:0"),
    ("aws.bedrock", "us.us.amazon.nova-pro"), ("aws.bedrock", "somebody.nova-pro-v1:0"),
    ("aws.bedrock", "amazon.nova-pro-v1:0:free"), ("aws.bedrock", "bedrock/"), ("azure.ai.openai", "gpt-5:free"),
  ])
  func doesNotGuess(provider: String, model: String) {
    #expect(found(provider, model) == nil)
  }
}
