internal import OTLP

/// One pass over a request that hands each text in it to a mask.
///
/// A message that is malformed is left where its fault is, and its neighbours are still read: a
/// text must not stay readable because of a fault elsewhere. Fields of unknown numbers are
/// skipped. (opentelemetry-proto 1.x, `trace/v1`, `logs/v1`, `common/v1`)
struct RequestWalk {
  private let bytes: UnsafeMutableRawBufferPointer
  private(set) var mask: TextMask

  init(_ bytes: UnsafeMutableRawBufferPointer, masking mask: TextMask) {
    self.bytes = bytes
    self.mask = mask
    // A reader takes no more; the decoder refuses such a request.
    if bytes.count > UInt32.max { self.mask.count.isComplete = false }
  }

  mutating func request(_ kind: Redactor.Request) {
    var reader = ProtobufReader(UnsafeRawBufferPointer(bytes))
    each(&reader) { walk, number, range in
      if number == 1 { walk.resource(range, kind) }
    }
  }

  /// `ResourceSpans`, `ResourceLogs`
  private mutating func resource(_ range: Range<UInt32>, _ kind: Redactor.Request) {
    each(range) { walk, number, range in
      switch number {
      case 1: walk.attributes(range, field: 1)
      case 2: walk.scope(range, kind)
      default: break
      }
    }
  }

  /// `ScopeSpans`, `ScopeLogs`
  private mutating func scope(_ range: Range<UInt32>, _ kind: Redactor.Request) {
    each(range) { walk, number, range in
      switch (number, kind) {
      case (1, _): walk.attributes(range, field: 3)
      case (2, .traces): walk.span(range)
      case (2, .logs): walk.log(range)
      default: break
      }
    }
  }

  private mutating func span(_ range: Range<UInt32>) {
    each(range) { walk, number, range in
      switch number {
      case 5: walk.text(range)
      case 9: walk.attribute(range, depth: 0)
      case 11: walk.attributes(range, field: 3)  // an event
      case 13: walk.attributes(range, field: 4)  // a link
      case 15: walk.status(range)
      default: break
      }
    }
  }

  private mutating func status(_ range: Range<UInt32>) {
    each(range) { walk, number, range in
      if number == 2 { walk.text(range) }
    }
  }

  private mutating func log(_ range: Range<UInt32>) {
    each(range) { walk, number, range in
      switch number {
      case 5: walk.value(range, depth: 0)
      case 6: walk.attribute(range, depth: 0)
      default: break
      }
    }
  }

  /// A message with attributes in one field.
  private mutating func attributes(_ range: Range<UInt32>, field: UInt32) {
    each(range) { walk, number, range in
      if number == field { walk.attribute(range, depth: 0) }
    }
  }

  /// `KeyValue`
  private mutating func attribute(_ range: Range<UInt32>, depth: Int) {
    each(range) { walk, number, range in
      if number == 2 { walk.value(range, depth: depth) }
    }
  }

  /// `AnyValue`; deeper ones than the decoder takes are not read.
  private mutating func value(_ range: Range<UInt32>, depth: Int) {
    guard depth <= AnyValue.deepest else {
      mask.count.isComplete = false
      return
    }
    each(range) { walk, number, range in
      switch number {
      case 1: walk.text(range)
      case 5: walk.each(range) { walk, number, range in if number == 1 { walk.value(range, depth: depth + 1) } }
      case 6: walk.each(range) { walk, number, range in if number == 1 { walk.attribute(range, depth: depth + 1) } }
      default: break
      }
    }
  }

  private mutating func text(_ range: Range<UInt32>) {
    let end = min(Int(range.upperBound), bytes.count)
    let start = min(Int(range.lowerBound), end)
    let text = UnsafeMutableRawBufferPointer(rebasing: bytes[start..<end])
    mask.mask(text.assumingMemoryBound(to: UInt8.self))
  }

  private mutating func each(
    _ range: Range<UInt32>, _ read: (inout RequestWalk, _ number: UInt32, Range<UInt32>) -> Void
  ) {
    var reader = ProtobufReader(UnsafeRawBufferPointer(bytes), in: range)
    each(&reader, read)
  }

  /// The fields of a message that are texts, bytes or messages.
  private mutating func each(
    _ reader: inout ProtobufReader, _ read: (inout RequestWalk, _ number: UInt32, Range<UInt32>) -> Void
  ) {
    do throws(ProtobufError) {
      while let field = try reader.next() {
        if case .bytes(let range) = field.value { read(&self, field.number, range) }
      }
    } catch {
      mask.count.isComplete = false
    }
  }
}
