import Foundation
import JSON
import OTLP
import Yams

/// One recorded answer of a provider: its JSON values, one of a stream each.
struct RecordedExchange {
  var file: String
  /// As OTel names it; empty where a server on the own machine answered.
  var provider: String
  /// The model that served, else the one asked for.
  var model: String?
  var values: [JSON]
}

/// The recorded exchanges of two open-source projects, read where they lie.
enum Recordings {
  static let project = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  static let testData: URL =
    if let path = ProcessInfo.processInfo.environment["ASSAY_TESTDATA"] {
      URL(fileURLWithPath: path)
    } else {
      project.appendingPathComponent("../shared/data")
    }

  private static let folder = testData.appendingPathComponent("cassettes")
  static let exist = FileManager.default.fileExists(atPath: folder.path)

  static func all() throws -> [RecordedExchange] {
    let paths = FileManager.default.enumerator(atPath: folder.path)?.compactMap { $0 as? String }.sorted() ?? []
    return try paths.flatMap { path -> [RecordedExchange] in
      let url = folder.appendingPathComponent(path)
      if path.hasSuffix(".yaml") { return try cassette(String(contentsOf: url, encoding: .utf8), path) }
      guard path.hasSuffix(".json") || path.hasSuffix(".chunks.txt") else { return [] }
      let values = values(in: try String(contentsOf: url, encoding: .utf8))
      // vercel-ai/packages/<provider>/…
      let package = path.split(separator: "/").dropFirst(2).first.map { String($0) } ?? ""
      return [
        RecordedExchange(
          file: path, provider: packages[package] ?? package, model: model(in: values), values: values)
      ]
    }
  }

  /// The answered requests of a cassette (vcrpy): bodies may be gzip in base64.
  private static func cassette(_ text: String, _ path: String) throws -> [RecordedExchange] {
    guard let interactions = try compose(yaml: text)?["interactions"]?.sequence else { return [] }
    return interactions.map { interaction in
      let uri = interaction["request"]?["uri"]?.string ?? ""
      let response = interaction["response"]
      var body = (response?["body"]?["string"] ?? response?["content"])?.string ?? ""
      if let packed = Data(base64Encoded: body, options: .ignoreUnknownCharacters), packed.starts(with: [0x1F, 0x8B]) {
        let bytes = packed.withUnsafeBytes { try? Gunzip.inflate($0, limit: 1 << 24) }
        body = bytes.map { String(decoding: $0, as: UTF8.self) } ?? ""
      }
      let values = values(in: body)
      let asked = (interaction["request"]?["body"]?.string).flatMap { try? JSON(parsing: $0) }?["model"]?.string
      let host = uri.split(separator: "/").dropFirst().first.map { String($0) } ?? ""
      return RecordedExchange(file: path, provider: provider(host), model: model(in: values) ?? asked, values: values)
    }
  }

  /// A document, or the lines of a stream, as server-sent events or bare.
  private static func values(in text: String) -> [JSON] {
    if let whole = try? JSON(parsing: text) { return [whole] }
    return text.split(whereSeparator: \.isNewline).compactMap { line in
      let rest = line.hasPrefix("data:") ? line.dropFirst(5) : line
      let trimmed = rest.drop { $0 == " " }
      return trimmed.first == "{" ? try? JSON(parsing: String(trimmed)) : nil
    }
  }

  private static func model(in values: [JSON]) -> String? {
    for value in values.reversed() {
      for place in [value, value["message"], value["response"], value["interaction"]] {
        let name = place?["model"]?.string ?? place?["modelVersion"]?.string
        if let name, !name.isEmpty { return name }
      }
    }
    return nil
  }

  private static func provider(_ host: String) -> String {
    if host.hasSuffix(".openai.azure.com") { return "azure.ai.openai" }
    return [
      "api.openai.com": "openai", "api.anthropic.com": "anthropic", "api.cohere.com": "cohere",
      "api.groq.com": "groq", "api.mistral.ai": "mistral_ai", "api.deepseek.com": "deepseek",
      "generativelanguage.googleapis.com": "gcp.gemini",
    ][host] ?? ""
  }

  private static let packages = [
    "amazon-bedrock": "aws.bedrock", "azure": "azure.ai.openai", "google": "gcp.gemini", "mistral": "mistral_ai",
    "xai": "x_ai", "openai-compatible": "", "open-responses": "",
  ]
}
