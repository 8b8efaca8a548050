/// The 16-byte id that joins the spans of one trace.
///
/// A trace id of zeros is invalid (OTLP 1.x, `Span.trace_id`).
public struct TraceID: Hashable, Sendable {
  public var high: UInt64
  public var low: UInt64

  public init(high: UInt64, low: UInt64) {
    self.high = high
    self.low = low
  }

  public static let invalid = TraceID(high: 0, low: 0)
  public var isValid: Bool { high != 0 || low != 0 }
}

/// The 8-byte id of one span within its trace; zero is invalid.
public struct SpanID: Hashable, Sendable {
  public var value: UInt64

  public init(_ value: UInt64) { self.value = value }

  public static let invalid = SpanID(0)
  public var isValid: Bool { value != 0 }
}

extension TraceID: CustomStringConvertible {
  /// 32 lowercase hexadecimal digits, as W3C Trace Context writes it.
  public var description: String { hexadecimal(high) + hexadecimal(low) }
}

extension SpanID: CustomStringConvertible {
  /// 16 lowercase hexadecimal digits.
  public var description: String { hexadecimal(value) }
}

private func hexadecimal(_ value: UInt64) -> String {
  let digits = String(value, radix: 16)
  return String(repeating: "0", count: 16 - digits.count) + digits
}
