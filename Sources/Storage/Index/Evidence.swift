/// The spelling of a verdict's evidence in the store: `[[10,24],[30,31]]`, or NULL for none.
enum Evidence {
  static func json(_ ranges: [Range<Int>]) -> String? {
    if ranges.isEmpty { return nil }
    return "[" + ranges.map { "[\($0.lowerBound),\($0.upperBound)]" }.joined(separator: ",") + "]"
  }

  /// Only what `json` writes; anything else is no evidence.
  static func ranges(_ text: String?) -> [Range<Int>] {
    guard let text else { return [] }
    let numbers = text.split { "[],".contains($0) }.map { Int($0) }
    return stride(from: 0, to: numbers.count - 1, by: 2).compactMap { position in
      guard let start = numbers[position], let end = numbers[position + 1], start <= end else { return nil }
      return start..<end
    }
  }
}
