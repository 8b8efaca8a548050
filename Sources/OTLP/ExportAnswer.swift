/// What a receiver's answer to an export says beside its status.
package struct ExportAnswer: Hashable, Sendable {
  /// How many data points or log records were refused for good.
  package var rejected: Int64 = 0
  /// Why, or a warning.
  package var message = ""

  /// Reads an `Export*ServiceResponse`; nothing at all is full success.
  package init(success body: [UInt8]) throws(ProtobufError) {
    try self.init(body) { (answer, bytes, range) throws(ProtobufError) in
      var partial = ProtobufReader(bytes, in: range)
      while let field = try partial.next() {
        switch (field.number, field.value) {
        case (1, .varint(let count)): answer.rejected = Int64(bitPattern: count)
        case (2, .bytes(let text)): answer.message = decoded(bytes, text)
        default: break
        }
      }
    }
  }

  /// Reads the `google.rpc.Status` of a refusal.
  package init(failure body: [UInt8]) throws(ProtobufError) {
    try self.init(body, field: 2) { (answer, bytes, range) throws(ProtobufError) in
      answer.message = decoded(bytes, range)
    }
  }

  /// Hands over the content of each field of that number that has bytes.
  private init(
    _ body: [UInt8], field number: UInt32 = 1,
    read: (inout ExportAnswer, UnsafeRawBufferPointer, Range<UInt32>) throws(ProtobufError) -> Void
  ) throws(ProtobufError) {
    var answer = ExportAnswer()
    let result = body.withUnsafeBytes { bytes in
      Result { () throws(ProtobufError) in
        var reader = ProtobufReader(bytes)
        while let field = try reader.next() {
          guard field.number == number, case .bytes(let range) = field.value else { continue }
          try read(&answer, bytes, range)
        }
      }
    }
    try result.get()
    self = answer
  }

  private init() {}
}

/// A text of at most 1,000 bytes.
private func decoded(_ bytes: UnsafeRawBufferPointer, _ range: Range<UInt32>) -> String {
  String(decoding: bytes[Int(range.lowerBound)..<Int(range.upperBound)].prefix(1_000), as: UTF8.self)
}
