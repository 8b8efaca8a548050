extension JSON {
  /// No value nests deeper than this, whatever a caller allows: freeing a
  /// value walks it by recursion, which must fit the 512 KiB stack of a thread in the pool.
  package static let deepest = 512

  /// Reads one JSON text (RFC 8259), with nothing but white space around it.
  ///
  /// A byte order mark is refused, as section 8.1 allows. An escaped surrogate without its
  /// partner becomes U+FFFD, because libraries that cut text in UTF-16 write them.
  package init(parsing bytes: UnsafeRawBufferPointer, maxDepth: Int = deepest) throws(JSONError) {
    do throws(JSONFault) {
      let tape = try JSONTape(reading: bytes, maxDepth: maxDepth)
      try tape.expectEnd(in: bytes)
      self = tape.withView(of: bytes) { $0.json() }
    } catch {
      throw JSONError(error, in: bytes)
    }
  }

  /// Reads one JSON text, as above.
  package init(parsing bytes: [UInt8], maxDepth: Int = deepest) throws(JSONError) {
    let result = bytes.withUnsafeBytes { bytes in
      Result { () throws(JSONError) in try JSON(parsing: bytes, maxDepth: maxDepth) }
    }
    self = try result.get()
  }

  /// Reads one JSON text, as above.
  package init(parsing text: String, maxDepth: Int = deepest) throws(JSONError) {
    var text = text
    let result = text.withUTF8 { bytes in
      Result { () throws(JSONError) in try JSON(parsing: UnsafeRawBufferPointer(bytes), maxDepth: maxDepth) }
    }
    self = try result.get()
  }

  /// Reads the one value that starts at an offset and says where it ends; what follows it is
  /// not looked at.
  package static func prefix(
    of bytes: UnsafeRawBufferPointer, from start: Int, maxDepth: Int = deepest
  ) throws(JSONFault) -> (value: JSON, end: Int) {
    let tape = try JSONTape(reading: bytes, from: start, maxDepth: maxDepth)
    return (tape.withView(of: bytes) { $0.json() }, tape.span.upperBound)
  }
}
