internal import JSON

/// A schema with a URI of its own: a document, or a part of one that has `$id` (Core 2020-12,
/// section 4.3.5).
struct SchemaResource {
  typealias ID = Int

  /// Without fragment.
  let uri: URIReference
  let root: SchemaPlace
  let dialect: Dialect
  /// Where the schemas with a name of their own stand.
  var anchors: [JSONKey: SchemaPlace] = [:]
  /// Those that `$dynamicRef` may find from elsewhere; under the empty name the resource itself,
  /// if it has `$recursiveAnchor`.
  var dynamicAnchors: [JSONKey: SchemaPlace] = [:]
}

/// Where a schema stands, and which resource it belongs to.
struct SchemaPlace {
  let document: Int
  let resource: SchemaResource.ID
  let pointer: JSONPointer

  func appending(_ token: String) -> SchemaPlace {
    SchemaPlace(document: document, resource: resource, pointer: pointer.appending(token))
  }

  /// The place, whatever resource it is seen from.
  var location: SchemaLocation { SchemaLocation(document: document, pointer: pointer) }
}

struct SchemaLocation: Hashable {
  let document: Int
  let pointer: JSONPointer
}
