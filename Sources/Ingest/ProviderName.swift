/// The names of providers in one spelling: lower case, and today's name for what used to be
/// called otherwise (OTel GenAI 1.37, `gen_ai.system` renamed).
package enum ProviderName {
  package static func normalise(_ name: String) -> String {
    let name = name.lowercased()
    return switch name {
    case "vertex_ai": "gcp.vertex_ai"
    case "gemini": "gcp.gemini"
    case "az.ai.inference": "azure.ai.inference"
    case "az.ai.openai": "azure.ai.openai"
    default: name
    }
  }
}
