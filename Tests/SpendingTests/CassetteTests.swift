import CallModel
import Foundation
import ServiceConfig
import Spending
import Testing

/// Every recorded exchange with a usage block costs what its numbers and the price list give.
///
/// The cost is computed twice: by the catalogue from the normalised `TokenUsage`, and here from
/// the provider's own numbers, each at the price that the provider charges for it.
@Suite(.enabled(if: Recordings.exist, "needs the cassettes in ASSAY_TESTDATA"))
struct CassetteTests {
  /// The day of the younger price catalogue, so that all three speak of the same prices.
  private static let moment: Nanoseconds = .seconds(1_787_270_400)

  private func shipped() throws -> PriceCatalogue {
    let file = Recordings.project.appendingPathComponent("config/prices.yaml")
    let (catalogue, problems) = loadPrices(try String(contentsOf: file, encoding: .utf8), file: "prices.yaml")
    #expect(problems.isEmpty)
    return catalogue
  }

  @Test func everyExchangeCostsWhatItsUsageBlockSays() throws {
    let catalogue = try shipped()
    let exchanges = try Recordings.all()
    var billed = 0
    var priced = 0
    var unnamed = 0
    var unpriced: [String: Int] = [:]
    var outsideOutput = 0
    for exchange in exchanges {
      guard let bill = Bill(exchange) else { continue }
      billed += 1
      if bill.hasReasoningOutsideCompletion { outsideOutput += 1 }
      guard let model = exchange.model else {
        unnamed += 1
        continue
      }
      let name = "\(exchange.provider) \(model)"
      let cost = catalogue.cost(of: bill.usage, provider: exchange.provider, model: model, at: Self.moment)
      guard let entry = catalogue.resolve(provider: exchange.provider, model: model),
        let revision = entry.revision(at: Self.moment)
      else {
        #expect(cost == nil, "\(exchange.file)")
        unpriced[name, default: 0] += 1
        continue
      }
      priced += 1
      let prompt = bill.items.reduce(0) { $0 + ($1.kind.isPrompt ? $1.tokens : 0) }
      #expect(cost == bill.cost(revision.standard.prices(forInput: prompt)), "\(name) in \(exchange.file)")
      if let charged = bill.charged {
        #expect(cost.map { abs($0.value - charged) <= charged / 100 } ?? false, "\(exchange.file): \(charged)")
      }
    }
    let list = unpriced.sorted { $0.key < $1.key }.map { "\($0.key) (\($0.value))" }
    print(
      "cassettes: \(exchanges.count) exchanges, \(billed) with tokens billed, \(priced) priced, \(unnamed) without a "
        + "model's name, \(outsideOutput) with reasoning outside of completion_tokens; not in the price list: \(list)")
    #expect(billed == priced + unnamed + unpriced.values.reduce(0, +))
    // A reader that finds nothing would agree with everything.
    #expect(exchanges.count > 1_100 && billed > 780 && priced > 650)
    #expect(Set(unpriced.keys).isSubset(of: Self.notListed), "\(list)")
  }

  /// Models of own servers, of providers that the list leaves out, and of the past; a new name here
  /// wants a price, or a reason.
  private static let notListed: Set<String> = [
    // A server on the own machine, or one that nobody names.
    " gemma-7b-it", " intfloat/e5-mistral-7b-instruct", " meta-llama/Llama-3.2-1B-Instruct",
    " mistralai/ministral-3-14b-reasoning", " zai-org/glm-4.7-flash",
    // Providers without a list.
    "alibaba qwen3-max", "moonshotai kimi-k3", "perplexity sonar", "togetherai Salesforce/Llama-Rank-v1",
    // No longer sold, or not by its maker.
    "cohere embed-english-light-v3.0", "mistral_ai magistral-medium-2507", "mistral_ai mistral-tiny",
    "mistral_ai voxtral-mini-latest", "mistral_ai zai-glm-5-2", "openai davinci-002",
    "openai davinci:2023-07-21-v2", "openai gpt-3.5-turbo-instruct:20230824-v2", "openai gpt-4-1106-vision-preview",
  ]

  /// Where the open catalogues hold a model, one of them gives the same cost; long prompts, which
  /// have prices of their own, are left out.
  @Test(.enabled(if: OpenPrices.exist, "needs the price catalogues in ASSAY_TESTDATA"))
  func theOpenCataloguesGiveTheSameCost() throws {
    let catalogue = try shipped()
    let open = try OpenPrices(on: "2026-08-21")
    var compared = 0
    for exchange in try Recordings.all() {
      guard let bill = Bill(exchange), let model = exchange.model,
        let entry = catalogue.resolve(provider: exchange.provider, model: model),
        let cost = entry.cost(of: bill.usage, at: Self.moment), bill.usage.input ?? 0 <= 128_000
      else { continue }
      let theirs = open.prices(provider: entry.provider, model: entry.model).compactMap { bill.cost($0) }
      if theirs.isEmpty { continue }
      compared += 1
      #expect(theirs.contains(cost), "\(entry.provider) \(entry.model): \(cost), \(theirs) in \(exchange.file)")
    }
    print("cassettes: \(compared) costs compared with models.dev and genai-prices")
    #expect(compared > 600)
  }
}
