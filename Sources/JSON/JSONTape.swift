/// A JSON text that has been read: its values in the order of the text, each with its place and
/// the number of nodes that it takes up, so that a walk steps over what it does not want.
///
/// No string, number, array or object is made until somebody asks for it. The text itself stays
/// with the caller, and is handed in again to look at the values.
public struct JSONTape: Sendable {
  @usableFromInline let nodes: [JSONNode]
  /// The bytes that the value takes up, without white space around it.
  package let span: Range<Int>

  /// Reads the one value that starts at an offset; what follows it is not looked at.
  package init(
    reading bytes: UnsafeRawBufferPointer, from start: Int = 0, maxDepth: Int = JSON.deepest
  ) throws(JSONFault) {
    var reader = JSONReader(bytes, from: start, maxDepth: maxDepth)
    try reader.read()
    self.init(reader)
  }

  /// Takes what has been read.
  init(_ reader: borrowing JSONReader) {
    nodes = reader.takenNodes()
    span = nodes.first?.span ?? 0..<0
  }

  /// Refuses anything but white space between the value and the end of the text.
  package func expectEnd(in bytes: UnsafeRawBufferPointer) throws(JSONFault) {
    var reader = JSONReader(bytes, from: span.upperBound, maxDepth: 0)
    try reader.expectEnd()
  }

  /// Lends the values. `bytes` must be the text that was read.
  @inlinable public func withView<Answer, Failure: Error>(
    of bytes: UnsafeRawBufferPointer, _ body: (JSONView) throws(Failure) -> Answer
  ) throws(Failure) -> Answer {
    let result = nodes.withUnsafeBufferPointer { nodes in
      Result { () throws(Failure) in try body(JSONView(nodes: nodes, bytes: bytes)) }
    }
    return try result.get()
  }
}
