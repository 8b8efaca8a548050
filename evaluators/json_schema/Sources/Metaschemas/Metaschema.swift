internal import JSON

/// The schemas that say what a schema is, one or more for each draft (Core 2020-12, section 8.1).
///
/// They are here because schemas refer to them; the compiler itself checks what it reads.
enum Metaschema {
  /// The document of a URI without fragment; nil if it is none of these.
  static func document(_ uri: String) -> JSON? {
    let text = (draft4 + draft6 + draft7 + draft2019 + draft2020).first { $0.uri == uri }?.text
    return text.flatMap { try? JSON(parsing: $0) }
  }
}
