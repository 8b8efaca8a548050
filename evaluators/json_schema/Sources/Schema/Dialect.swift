internal import JSON

/// The version of JSON Schema that a schema is written in, and its vocabularies.
struct Dialect: Hashable, Sendable {
  enum Draft: String, Comparable, CaseIterable, Sendable {
    case draft4 = "4"
    case draft6 = "6"
    case draft7 = "7"
    case draft2019 = "2019-09"
    case draft2020 = "2020-12"

    static func < (left: Draft, right: Draft) -> Bool { left.order < right.order }

    private var order: Int { Self.allCases.firstIndex(of: self) ?? 0 }

    /// `draft-07`, `2019-09`
    var name: String { rawValue.count == 1 ? "draft-0\(rawValue)" : rawValue }

    /// The URI of its metaschema, without fragment.
    var uri: String {
      rawValue.count == 1
        ? "http://json-schema.org/\(name)/schema" : "https://json-schema.org/draft/\(rawValue)/schema"
    }
  }

  let draft: Draft
  /// Nothing is stated: 2020-12, and what only older drafts have is understood too.
  var isUnstated = false
  var vocabularies = Vocabulary.all

  static let unstated = Dialect(draft: .draft2020, isUnstated: true)
  static let draft4 = Dialect(draft: .draft4)
  static let draft6 = Dialect(draft: .draft6)
  static let draft7 = Dialect(draft: .draft7)
  static let draft2019 = Dialect(draft: .draft2019)
  static let draft2020 = Dialect(draft: .draft2020)

  static let known = Draft.allCases.map(\.name).joined(separator: ", ")

  /// The dialect of a metaschema's URI; nil if it is none of JSON Schema's own.
  init?(naming uri: String) {
    let uri = uri.hasSuffix("#") ? uri.dropLast() : uri[...]
    let place = uri.hasPrefix("https") ? uri.dropFirst(5) : uri.dropFirst(4)
    let draft = Draft.allCases.first { uri == $0.uri || place == $0.uri.drop { $0 != ":" } && uri.hasPrefix("http") }
    guard let draft else { return nil }
    self.draft = draft
  }

  init(draft: Draft, isUnstated: Bool = false) {
    self.draft = draft
    self.isUnstated = isUnstated
  }

  /// For another document, whose vocabularies are its own affair.
  var ofDraft: Dialect { Dialect(draft: draft, isUnstated: isUnstated) }

  /// Whether `$ref` hides what stands beside it (Core draft-07, section 8.3).
  var referencesStandAlone: Bool { draft <= .draft7 }

  var idKeyword: String { draft == .draft4 ? "id" : "$id" }

  /// Whether a keyword means something in it.
  func has(_ name: String) -> Bool {
    guard let keyword = Keyword.known[name], vocabularies.isSuperset(of: keyword.vocabulary) else { return false }
    if isUnstated { return keyword.until >= .draft7 }
    return keyword.since <= draft && draft <= keyword.until
  }

  /// Why a keyword means nothing here.
  func complaint(about name: String) -> String {
    guard let keyword = Keyword.known[name] else { return "the keyword '\(shortened(name))' is not known, and ignored" }
    guard vocabularies.isSuperset(of: keyword.vocabulary) else {
      return "'\(name)' is in no vocabulary of the metaschema, and ignored"
    }
    return "'\(name)' is not in \(draft.name), and ignored" + (Keyword.advice[name].map { "; \($0)" } ?? "")
  }
}

extension Vocabulary: Hashable {}
