/// A moment, in integer nanoseconds since 1970-01-01 UTC.
///
/// Arithmetic on moments and spans of time is plain `Int64` arithmetic; values from the
/// network are clamped on arrival so that sums of two cannot overflow.
public typealias Nanoseconds = Int64

extension Nanoseconds {
  public static func milliseconds(_ value: Int64) -> Nanoseconds { value * 1_000_000 }
  public static func seconds(_ value: Int64) -> Nanoseconds { value * 1_000_000_000 }
  public static func minutes(_ value: Int64) -> Nanoseconds { value * 60_000_000_000 }
  public static func hours(_ value: Int64) -> Nanoseconds { value * 3_600_000_000_000 }
  public static func days(_ value: Int64) -> Nanoseconds { value * 86_400_000_000_000 }

  /// The same length in seconds, for display and for Prometheus, never for arithmetic.
  public var inSeconds: Double { Double(self) / 1e9 }

  /// A length of time as people write it: `250ms`, `90s`, `5m`, `1h`, `30d`; nil for anything else.
  public init?(written: some StringProtocol) {
    let units: [(name: String, length: Nanoseconds)] = [
      ("ms", 1_000_000), ("s", 1_000_000_000), ("m", 60_000_000_000), ("h", 3_600_000_000_000),
      ("d", 86_400_000_000_000),
    ]
    guard let unit = units.first(where: { written.hasSuffix($0.name) }) else { return nil }
    var digits = written.dropLast(unit.name.count)
    while digits.last == " " { digits = digits.dropLast() }
    guard !digits.isEmpty, digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let value = Int64(digits) else {
      return nil
    }
    let (product, overflow) = value.multipliedReportingOverflow(by: unit.length)
    if overflow { return nil }
    self = product
  }
}
