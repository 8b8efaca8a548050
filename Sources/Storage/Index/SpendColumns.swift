internal import CallModel

/// The columns of sums in the table `spend`, in the order in which they are bound and read.
enum SpendColumns {
  static let names = [
    "calls", "errors", "unpriced", "input_tokens", "output_tokens", "cache_read_tokens", "cache_write_tokens",
    "reasoning_tokens", "cost_nano",
  ]
  static let list = names.joined(separator: ", ")

  /// The end of an insertion that adds to the row that is there.
  ///
  /// An integer that overflows becomes a floating-point number in SQLite, which is greater than
  /// the largest integer: `min` keeps that one.
  static let adding =
    " ON CONFLICT DO UPDATE SET "
    + names.map { "\($0) = min(\($0) + excluded.\($0), 9223372036854775807)" }.joined(separator: ", ")

  /// The sums of many rows, each in two columns: the upper and the lower 32 bits, since `sum`
  /// of whole numbers fails where it overflows.
  static let sums = names.map { "sum(\($0) >> 32), sum(\($0) & 4294967295)" }.joined(separator: ", ")

  static func bind(_ sums: SpendSums, on row: RawStatement, from parameter: Int32) {
    row.bind(sums.calls, at: parameter)
    row.bind(sums.errors, at: parameter + 1)
    row.bind(sums.unpriced, at: parameter + 2)
    row.bind(sums.input, at: parameter + 3)
    row.bind(sums.output, at: parameter + 4)
    row.bind(sums.cacheRead, at: parameter + 5)
    row.bind(sums.cacheWrite, at: parameter + 6)
    row.bind(sums.reasoning, at: parameter + 7)
    row.bind(sums.cost.value, at: parameter + 8)
  }

  /// Reads nine values, each by its place.
  static func read(_ value: (Int32) -> Int64) -> SpendSums {
    var sums = SpendSums()
    sums.calls = value(0)
    sums.errors = value(1)
    sums.unpriced = value(2)
    sums.input = value(3)
    sums.output = value(4)
    sums.cacheRead = value(5)
    sums.cacheWrite = value(6)
    sums.reasoning = value(7)
    sums.cost = NanoDollars(value(8))
    return sums
  }

  /// Reads the columns `sums`, each by its place; a sum beyond the largest number is that.
  static func readSums(_ value: (Int) -> Int64) -> SpendSums {
    read { place in
      let (upper, lower) = (value(2 * Int(place)), value(2 * Int(place) + 1))
      let carried = upper + lower >> 32
      return carried >= 1 << 31 ? .max : carried << 32 | lower & 0xffff_ffff
    }
  }
}

extension RawStatement {
  /// A text that may be empty, which is not NULL.
  func bind(emptyOr text: UnsafeRawBufferPointer, at parameter: Int32) {
    if text.isEmpty { bind(copying: "", at: parameter) } else { bind(text: text, at: parameter) }
  }
}
