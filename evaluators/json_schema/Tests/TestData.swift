import FoundationEssentials

/// The folder with test sets that nobody here wrote: `ASSAY_TESTDATA`, else `../shared/data`
/// beside the project. Tests that need a set are skipped where it is absent.
enum TestData {
  static let root: URL = {
    if let path = ProcessInfo.processInfo.environment["ASSAY_TESTDATA"] { return URL(filePath: path) }
    return URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../../../shared/data")
  }()

  static func folder(_ name: String) -> URL { root.appending(path: name) }

  static func has(_ name: String) -> Bool { FileManager.default.fileExists(atPath: folder(name).path) }

  /// The files of a folder whose names end so, sorted.
  static func files(in name: String, endingWith end: String) throws -> [(name: String, bytes: [UInt8])] {
    try FileManager.default.contentsOfDirectory(atPath: folder(name).path).filter { $0.hasSuffix(end) }.sorted()
      .map { ($0, [UInt8](try Data(contentsOf: folder(name).appending(path: $0)))) }
  }
}
