internal import CallModel
internal import JSON
internal import OTLP

/// One document that a retriever found, as it stands in the span or in one of its events.
enum RetrievedDocument {
  /// Its text, under one of the names that are in use; the convention has none for it.
  static func text(_ json: JSON) -> String? {
    let document = json["document"] ?? json
    let text = document.string ?? (document["content"] ?? document["text"] ?? document["page_content"])?.asText
    return text?.unlessRedacted
  }

  /// The events in which OpenLLMetry's instrumentations of vector databases put one result each.
  static func isEvent(_ name: UnsafeRawBufferPointer) -> Bool {
    name.equals("db.query.result") || name.equals("db.search.result")
  }

  /// The text of such an event: the document itself, else what the stored entity or the metadata
  /// name as one.
  static func text(of event: SpanEvent, in bytes: UnsafeRawBufferPointer) -> String? {
    var found: [String: JSON] = [:]
    for attribute in event.attributes(in: bytes) {
      let key = bytes.slice(attribute.key)
      guard let point = key.lastIndex(of: UInt8(ascii: ".")) else { continue }
      let member = UnsafeRawBufferPointer(rebasing: key[(point + 1)...])
      guard member.equals("document") || member.equals("entity") || member.equals("metadata") else { continue }
      switch Content(attribute.value, in: bytes) {
      case .structured(let json): found[String(decoding: member, as: UTF8.self)] = json
      case .text(let text): found[String(decoding: member, as: UTF8.self)] = .string(text)
      case nil: break
      }
    }
    if let document = found["document"] { return Self.text(document) ?? document.asText }
    // Not every entity and few metadata hold a text; an id or a number would be no context.
    return found["entity"].flatMap { $0.object == nil ? nil : Self.text($0) }
      ?? found["metadata"].flatMap { $0.object == nil ? nil : Self.text($0) }
  }

  /// The documents of a retriever that has them in its answer only (`output.value`,
  /// `traceloop.entity.output`): a list of them if its shape is known, else the answer as one text.
  static func texts(inAnswer answer: String) -> [String] {
    guard let answer = answer.unlessRedacted, !answer.isEmpty else { return [] }
    guard let json = try? JSON(parsing: answer, maxDepth: 64) else { return [answer] }
    let list = json.array ?? (json["documents"] ?? json["outputs"] ?? json["results"])?.array
    let texts = (list ?? [json]).compactMap(Self.text)
    return texts.isEmpty ? [answer] : texts
  }
}

/// Documents in the order in which they came, equal ones once, within a bound.
struct DocumentList {
  /// How many bytes of documents are kept in all; what goes beyond is cut off.
  static let most = 256 << 10

  private(set) var texts: [String] = []
  private var seen: Set<String>
  private var room = most

  /// Documents that are there already are left out.
  init(besides texts: [String]) { seen = Set(texts) }

  mutating func append(_ text: String) {
    guard room > 0, !text.isEmpty, seen.insert(text).inserted else { return }
    var text = text
    let count = text.utf8.count
    if count > room {
      let kept = text.withUTF8 { bytes in
        let bytes = UnsafeRawBufferPointer(bytes)
        return String(decoding: bytes.prefix(bytes.characterBoundary(atMost: room)), as: UTF8.self)
      }
      text = kept
    }
    room -= min(room, count)
    if !text.isEmpty { texts.append(text) }
  }
}
