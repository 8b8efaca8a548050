internal import JSON
internal import PluginKit

/// The documents that a schema may refer to: those of JSON Schema itself, and what `load` finds.
struct SchemaLibrary {
  /// Documents that one schema may draw in.
  static let mostDocuments = 200

  /// The document of a URI without fragment; nil if there is none. Throws what is wrong with it.
  var load: (_ uri: String) throws(LibraryError) -> JSON?

  /// Only JSON Schema's own.
  static var standard: SchemaLibrary { SchemaLibrary { (_) throws(LibraryError) -> JSON? in nil } }

  func document(_ uri: String) throws(LibraryError) -> JSON? {
    if let known = Metaschema.document(uri) { return known }
    return try load(uri)
  }
}

extension SchemaLibrary {
  /// The documents of a folder, by the path of their URI: `https://a.example/b/c.json` is
  /// `FOLDER/a.example/b/c.json`, else `FOLDER/b/c.json`; `.json` may be left away in the URI.
  static func folder(_ folder: String?, host: any Host) -> SchemaLibrary {
    guard let folder else { return .standard }
    return SchemaLibrary { (uri) throws(LibraryError) -> JSON? in
      for path in paths(of: uri) {
        guard let bytes = try? host.readFile("\(folder)/\(path)") else { continue }
        do throws(JSONError) {
          return try JSON(parsing: bytes)
        } catch {
          throw LibraryError(message: "\(shortened("\(folder)/\(path)")) is no JSON: \(error)")
        }
      }
      return nil
    }
  }

  /// Never one that leads out of the folder.
  private static func paths(of uri: String) -> [String] {
    let parts = URIReference(uri)
    guard ["http", "https", "file", nil].contains(parts.scheme) else { return [] }
    let path = parts.path.split(separator: "/").joined(separator: "/")
    let names = (parts.authority.map { "\($0)/" } ?? "") + path
    guard !path.isEmpty, !names.utf8.contains(where: { $0 == 0x5C || $0 < 0x20 }),
      !names.split(separator: "/").contains(where: { $0 == ".." || $0 == "." })
    else { return [] }
    let found = names == path ? [path] : [names, path]
    return found + found.map { "\($0).json" }
  }
}

/// Why a document cannot be used.
struct LibraryError: Error {
  let message: String
}
