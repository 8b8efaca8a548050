/// Where a pattern matched; all ranges count bytes of the text's UTF-8.
package struct PatternMatch: Hashable, Sendable {
  /// The whole match first, then the groups in order; nil for a group that took no part.
  package let groups: [Range<Int>?]
  let names: [String: [Int]]

  /// The whole match.
  package var range: Range<Int> { groups.first.flatMap { $0 } ?? 0..<0 }

  /// What a named group matched; nil if it took no part or there is none of that name.
  package subscript(name: String) -> Range<Int>? {
    guard let numbers = names[name] else { return nil }
    for number in numbers where groups.indices.contains(number) {
      if let range = groups[number] { return range }
    }
    return nil
  }
}
