internal import JSON

/// A keyword that has other schemas judge a value or its parts (Core 2020-12, section 10).
///
/// Each is a class of its own and not the case of an enum: a walk keeps one frame for each
/// level of a value, and one function for all keywords would make that frame large.
protocol Applicator: AnyObject, Sendable {
  /// The schemas that judge the very value that this keyword stands for, not a part of it.
  var inPlace: [Schema.NodeID] { get }

  /// What a value does not meet; nil if it fits.
  func check(_ value: JSONView.Index, in walk: inout Validation) throws(ValidationFault) -> Violation?

  /// Notes the parts of a value that this keyword has looked at, where the value fits it.
  func mark(_ value: JSONView.Index, _ marks: inout Marks, in walk: inout Validation) throws(ValidationFault)
}

extension Applicator {
  var inPlace: [Schema.NodeID] { [] }

  func mark(_ value: JSONView.Index, _ marks: inout Marks, in walk: inout Validation) throws(ValidationFault) {}
}

/// Which members or elements of a value some schema has looked at, by their index (Core 2020-12,
/// section 11).
struct Marks {
  private(set) var seen: [Bool]

  init(count: Int) { seen = [Bool](repeating: false, count: count) }

  mutating func mark(_ place: Int) {
    if seen.indices.contains(place) { seen[place] = true }
  }

  mutating func markAll() { seen = [Bool](repeating: true, count: seen.count) }
}
