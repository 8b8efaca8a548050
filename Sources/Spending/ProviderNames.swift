/// The name that a catalogue has for a provider, whatever a caller's library calls it.
///
/// Catalogues use the well-known values of `gen_ai.provider.name` (OTel GenAI 1.41). Google's
/// three are one price list, kept under `gcp.gemini`, and Azure's two are one, kept under
/// `azure.ai.openai`. Letters match in either case.
package func catalogueName(ofProvider name: String) -> String {
  let lowercased = name.lowercased()
  return synonyms[lowercased] ?? lowercased
}

/// Whether a provider also serves other makers' models, so that a model which its own list
/// lacks may be looked up in the lists of all.
func servesOthers(_ name: String) -> Bool { hosts.contains(name.lowercased()) }

private let synonyms: [String: String] = [
  "gcp.gen_ai": "gcp.gemini", "gcp.vertex_ai": "gcp.gemini", "gemini": "gcp.gemini", "google": "gcp.gemini",
  "google_genai": "gcp.gemini", "google-genai": "gcp.gemini", "vertex_ai": "gcp.gemini", "vertexai": "gcp.gemini",
  "mistral": "mistral_ai", "mistralai": "mistral_ai",
  "xai": "x_ai", "x-ai": "x_ai",
  "azure": "azure.ai.openai", "az.ai.openai": "azure.ai.openai", "az.ai.inference": "azure.ai.openai",
  "azure.ai.inference": "azure.ai.openai", "azure_ai": "azure.ai.openai", "azure_openai": "azure.ai.openai",
  "amazon_bedrock": "aws.bedrock", "aws": "aws.bedrock", "aws_bedrock": "aws.bedrock", "bedrock": "aws.bedrock",
  "bedrock_converse": "aws.bedrock",
]

private let hosts: Set<String> = [
  "amazon_bedrock", "aws", "aws.bedrock", "aws_bedrock", "az.ai.inference", "az.ai.openai", "azure",
  "azure.ai.inference", "azure.ai.openai", "azure_ai", "azure_openai", "bedrock", "bedrock_converse", "gcp.gen_ai",
  "gcp.vertex_ai", "litellm", "openrouter", "vertex_ai", "vertexai",
]
