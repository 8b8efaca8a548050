public import CallModel

extension Settings {
  /// A length of time: `90s`, `5m`, `1h`, `30d`, `250ms`.
  public mutating func duration(_ key: String) -> Nanoseconds? {
    guard let written = text(key) else { return nil }
    if let value = Nanoseconds(written: written) { return value }
    report("'\(written)' is no length of time; write 90s, 5m, 1h or 30d", at: key)
    return nil
  }

  /// A share: `8%`, or a number from 0 to 1.
  public mutating func share(_ key: String) -> Double? {
    guard let written = text(key) else { return nil }
    let value: Double?
    if written.hasSuffix("%") {
      value = Double(written.dropLast().trimmed).map { $0 / 100 }
    } else {
      value = Double(written)
    }
    guard let value, (0...1).contains(value) else {
      report("'\(written)' is no share; write 8% or a number from 0 to 1", at: key)
      return nil
    }
    return value
  }

  /// An amount of bytes: `512MiB`, `10GiB`, `4096`.
  public mutating func bytes(_ key: String) -> Int64? {
    guard let written = text(key) else { return nil }
    let units: [(String, Int64)] = [("KiB", 1 << 10), ("MiB", 1 << 20), ("GiB", 1 << 30), ("TiB", 1 << 40)]
    let unit = units.first { written.hasSuffix($0.0) }
    let digits = written.dropLast(unit?.0.count ?? 0).trimmed
    if let value = Int64(digits), value >= 0 {
      let (product, overflow) = value.multipliedReportingOverflow(by: unit?.1 ?? 1)
      if !overflow { return product }
    }
    report("'\(written)' is no amount of bytes; write 512MiB or 10GiB", at: key)
    return nil
  }

  /// A pattern over dimensions: `route=invoice-*`.
  public mutating func scope(_ key: String) -> Scope? {
    guard let written = text(key) else { return nil }
    do {
      return try Scope(parsing: written)
    } catch {
      report("\(error)", at: key)
      return nil
    }
  }
}

extension Substring {
  fileprivate var trimmed: Substring {
    var rest = self
    while rest.last?.isWhitespace == true { rest.removeLast() }
    while rest.first?.isWhitespace == true { rest.removeFirst() }
    return rest
  }
}
