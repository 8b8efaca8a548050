/// A model's name at Amazon Bedrock: `us.anthropic.claude-sonnet-4-5-20250929-v1:0`.
///
/// A region or a group of regions (none where only one region is asked), the maker, the
/// maker's name of the model, often with a date, and a revision that only Bedrock writes.
struct BedrockName {
  private let region: Substring?
  private let makerAsWritten: Substring
  private let model: String
  /// The maker as a catalogue names it, if it has a price list of its own.
  let maker: String?

  /// Nil for names that are not of this form. `name` is in lower case.
  init?(_ name: String, isProvider: (String) -> Bool) {
    var parts = name.split(separator: ".", omittingEmptySubsequences: false)[...]
    region = parts.first.flatMap { regions.contains($0) ? parts.popFirst() : nil }
    guard parts.count > 1, let written = parts.popFirst() else { return nil }
    let provider = catalogueName(ofProvider: String(written))
    guard isProvider(provider) || makers.contains(written) else { return nil }
    maker = isProvider(provider) ? provider : nil
    makerAsWritten = written
    model = parts.joined(separator: ".")
  }

  /// The names that Bedrock's price list may have it under, the most specific first: regions
  /// may have prices of their own, so the region is dropped last.
  var forms: [String] {
    let short = "\(makerAsWritten).\(nameAtMaker)"
    let plain = ["\(makerAsWritten).\(model)", "\(makerAsWritten).\(withoutNumbers)", short, withoutBuild(short)]
      .compactMap { $0 }
    return (region.map { region in plain.map { "\(region).\($0)" } } ?? []) + plain
  }

  /// Without `-v1:0`, `-v1`, `:0`, `-v1:0:200k`.
  var nameAtMaker: String {
    let name = withoutNumbers
    guard let dash = name.lastIndex(of: "-") else { return String(name) }
    let revision = name[name.index(after: dash)...]
    let isRevision = revision.first == "v" && revision.count > 1 && revision.dropFirst().allSatisfy(\.isNumber)
    return String(isRevision ? name[..<dash] : name)
  }

  /// Without `:0`, `:0:200k`.
  private var withoutNumbers: Substring {
    guard let colon = model.firstIndex(of: ":") else { return model[...] }
    return model[colon...].allSatisfy { $0.isNumber || $0 == ":" || $0 == "k" } ? model[..<colon] : model[...]
  }
}

private let regions: Set<Substring> = ["us", "us-gov", "eu", "apac", "jp", "au", "ca", "global"]

/// Makers that may have no price list of their own.
private let makers: Set<Substring> = [
  "ai21", "amazon", "anthropic", "cohere", "deepseek", "google", "meta", "minimax", "mistral", "moonshot",
  "moonshotai", "nvidia", "openai", "qwen", "writer", "xai", "zai",
]
