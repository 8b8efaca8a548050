package import CallModel
package import OTLP

/// Finds the calls in trace requests (`ExportTraceServiceRequest`), in place.
///
/// One decoder serves one thread at a time: it remembers the names it has lately seen.
package struct TraceDecoder {
  /// How long a tenant, user, key or conversation may be, in bytes; the rest is cut off.
  static let longestIdentity = 200
  /// The smallest spans are a third of a `CallRecord`: without a bound a request would grow when
  /// it is decoded.
  static let mostSpans = 100_000

  var routes: SymbolCache
  var providers: SymbolCache
  var models: SymbolCache
  var errors: SymbolCache
  var sheet = FactSheet()
  let unknownRoute: Symbol
  let spanNames = AttributeNames.span
  let resourceNames = AttributeNames.resource

  package init(symbols: Symbols) {
    routes = SymbolCache(symbols.routes)
    providers = SymbolCache(symbols.providers, normalise: ProviderName.normalise)
    models = SymbolCache(symbols.models)
    errors = SymbolCache(symbols.errors)
    unknownRoute = symbols.routes.intern("unknown")
  }

  /// The calls of one request; ranges in them are ranges of `bytes`.
  ///
  /// A request that is no well-formed message is refused as a whole. A span without valid ids is
  /// rejected alone.
  package mutating func decode(
    _ bytes: UnsafeRawBufferPointer, arrival: Nanoseconds
  ) throws(OTLPError) -> TraceBatch {
    var place = OTLPPlace.request
    do throws(ProtobufError) {
      guard bytes.count <= Int(UInt32.max) else { throw ProtobufError(.tooLarge, at: 0) }
      return try readRequest(bytes, arrival, &place)
    } catch {
      throw OTLPError(error, in: place)
    }
  }

  private mutating func readRequest(
    _ bytes: UnsafeRawBufferPointer, _ arrival: Nanoseconds, _ place: inout OTLPPlace
  ) throws(ProtobufError) -> TraceBatch {
    var batch = TraceBatch()
    var resources = 0
    var request = ProtobufReader(bytes)
    while let field = try request.next() {
      guard case (TraceField.Request.resourceSpans, .bytes(let range)) = (field.number, field.value) else { continue }
      place = .resourceSpans(resources)
      resources += 1
      let resource = try readResource(bytes, range, &batch)
      // The resource may stand behind its spans, therefore a second pass.
      var group = ProtobufReader(bytes, in: range)
      while let field = try group.next() {
        guard case (TraceField.ResourceSpans.scopeSpans, .bytes(let range)) = (field.number, field.value) else {
          continue
        }
        var scope = ProtobufReader(bytes, in: range)
        while let field = try scope.next() {
          guard case (TraceField.ScopeSpans.spans, .bytes(let range)) = (field.number, field.value) else { continue }
          place = .span(batch.spans)
          guard batch.spans < Self.mostSpans else {
            throw ProtobufError(.tooMany(Self.mostSpans), at: Int(range.lowerBound))
          }
          try readSpan(bytes, range, of: resource, arrival, &batch)
          batch.spans += 1
        }
      }
      place = .request
    }
    return batch
  }

  /// The resource of a group of spans; one that is sent in parts is merged.
  private mutating func readResource(
    _ bytes: UnsafeRawBufferPointer, _ range: Range<UInt32>, _ batch: inout TraceBatch
  ) throws(ProtobufError) -> Resource {
    sheet.clear()
    var resource = Resource()
    var group = ProtobufReader(bytes, in: range)
    while let field = try group.next() {
      guard case (TraceField.ResourceSpans.resource, .bytes(let range)) = (field.number, field.value) else { continue }
      resource.range = ByteRange(range)
      var message = ProtobufReader(bytes, in: range)
      while let field = try message.next() {
        guard case (TraceField.Resource.attributes, .bytes(let range)) = (field.number, field.value) else { continue }
        let attribute = try KeyValue.read(bytes, range)
        try attribute.value.validate(in: bytes)
        sheet.read(attribute, names: resourceNames, in: bytes)
      }
    }
    let service = sheet.text(.route)
    resource.route = service.isEmpty ? unknownRoute : routes.symbol(bytes.slice(service), &batch.repairs)
    resource.tenant = sheet.identity(.tenant, in: bytes)
    resource.user = sheet.identity(.user, in: bytes)
    resource.key = sheet.identity(.key, in: bytes)
    resource.conversation = sheet.identity(.conversation, in: bytes)
    return resource
  }
}

/// What holds for all spans of a resource that do not say otherwise.
struct Resource {
  var route = Symbol.none
  var tenant = ByteRange.empty
  var user = ByteRange.empty
  var key = ByteRange.empty
  var conversation = ByteRange.empty
  /// The message; the last part where it came in several.
  var range = ByteRange.empty
}

extension FactSheet {
  /// A text that names someone, cut to what is kept of it.
  func identity(
    _ fact: Fact, in bytes: UnsafeRawBufferPointer, else other: ByteRange = .empty
  ) -> ByteRange {
    let range = text(fact)
    if range.isEmpty { return other }
    let count = bytes.slice(range).characterBoundary(atMost: TraceDecoder.longestIdentity)
    return ByteRange(offset: range.lowerBound, count: UInt32(count))
  }
}
