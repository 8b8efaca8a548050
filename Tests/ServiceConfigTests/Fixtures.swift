import Foundation

/// Files beside these tests, and those of the project that they look at.
enum Fixtures {
  struct Missing: Error {
    var path: String
  }

  private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent(
    "Fixtures")

  /// The folder that holds both `Sources` and `config`.
  static let project: URL = {
    var url = folder
    while url.path != "/" {
      let holds = ["Sources", "config"].allSatisfy {
        FileManager.default.fileExists(atPath: url.appendingPathComponent($0).path)
      }
      if holds { return url }
      url.deleteLastPathComponent()
    }
    return folder
  }()

  /// Sets of data that nobody here wrote; absent on most machines.
  static let testData: URL =
    if let path = ProcessInfo.processInfo.environment["ASSAY_TESTDATA"] {
      URL(fileURLWithPath: path)
    } else {
      project.appendingPathComponent("../shared/data")
    }

  static func names(in kind: String) -> [String] {
    let files = (try? FileManager.default.contentsOfDirectory(atPath: folder.appendingPathComponent(kind).path)) ?? []
    return files.filter { $0.hasSuffix(".yaml") }.map { String($0.dropLast(5)) }.sorted()
  }

  static func text(_ path: String) throws -> String { try text(at: folder.appendingPathComponent(path)) }

  /// A file under the project's config/.
  static func shipped(_ path: String) throws -> String {
    try text(at: project.appendingPathComponent("config/\(path)"))
  }

  private static func text(at url: URL) throws -> String {
    guard let data = FileManager.default.contents(atPath: url.path) else { throw Missing(path: url.path) }
    return String(decoding: data, as: UTF8.self)
  }

  /// The price lists that fixtures name: `prices/own.yaml`.
  static func prices() throws -> [String: [UInt8]] {
    var result: [String: [UInt8]] = [:]
    for name in names(in: "prices") {
      let url = folder.appendingPathComponent("prices/\(name).yaml")
      result["prices/\(name).yaml"] = FileManager.default.contents(atPath: url.path).map { [UInt8]($0) }
    }
    return result
  }
}
