/// The names of providers in one spelling: lower case, and OpenTelemetry's name of today for what
/// used to be called otherwise (OTel GenAI 1.37, `gen_ai.system` renamed) or is in other dialects.
package enum ProviderName {
  package static func normalise(_ name: String) -> String {
    let name = name.lowercased()
    return switch name {
    case "vertex_ai": "gcp.vertex_ai"
    case "gemini": "gcp.gemini"
    case "az.ai.inference": "azure.ai.inference"
    case "az.ai.openai": "azure.ai.openai"
    // OpenInference and OpenLLMetry.
    case "mistralai": "mistral_ai"
    case "xai": "x_ai"
    case "moonshot": "moonshot_ai"
    case "vertexai": "gcp.vertex_ai"
    case "google": "gcp.gen_ai"
    case "aws": "aws.bedrock"
    case "azure": "azure.ai.openai"
    case "watsonx": "ibm.watsonx.ai"
    default: name
    }
  }
}
