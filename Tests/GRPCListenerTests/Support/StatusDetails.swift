import OTLP

/// A `google.rpc.Status` with at most one detail, read field by field.
struct StatusDetails: Equatable {
  var code: UInt64 = 0
  var message = ""
  var type = ""
  /// `RetryInfo.retry_delay`, in milliseconds.
  var retryMilliseconds: UInt64?
  /// `BadRequest.field_violations[0].description`.
  var violation: String?

  init(_ bytes: [UInt8]) {
    each(of: bytes) { number, value, content in
      switch number {
      case 1: code = value
      case 2: message = String(decoding: content, as: UTF8.self)
      case 3: readAny(content)
      default: break
      }
    }
  }

  private mutating func readAny(_ any: [UInt8]) {
    var detail: [UInt8] = []
    each(of: any) { number, _, content in
      if number == 1 { type = String(decoding: content, as: UTF8.self) } else { detail = content }
    }
    each(of: detail) { _, _, first in
      if type.hasSuffix("RetryInfo") {
        var delay: UInt64 = 0
        each(of: first) { number, value, _ in delay += number == 1 ? value * 1_000 : value / 1_000_000 }
        retryMilliseconds = delay
      } else {
        each(of: first) { number, _, content in
          if number == 2 { violation = String(decoding: content, as: UTF8.self) }
        }
      }
    }
  }
}

private func each(of message: [UInt8], _ body: (UInt32, UInt64, [UInt8]) -> Void) {
  message.withUnsafeBytes { bytes in
    var reader = ProtobufReader(bytes)
    while let field = try? reader.next() {
      switch field.value {
      case .varint(let value): body(field.number, value, [])
      case .bytes(let range): body(field.number, 0, Array(bytes[Int(range.lowerBound)..<Int(range.upperBound)]))
      default: break
      }
    }
  }
}
