internal import JSON

/// A keyword that has other schemas judge a value or its parts (Core 2020-12, section 10).
///
/// Each is a class of its own and not the case of an enum: a walk keeps one frame for each
/// level of a value, and one function for all keywords would make that frame large.
protocol Applicator: Sendable {
  /// The schemas that judge the very value that this keyword stands for, not a part of it.
  var inPlace: [Schema.NodeID] { get }

  /// What a value does not meet; nil if it fits.
  func check(_ value: JSON, in walk: inout Validation) throws(ValidationFault) -> Violation?
}

extension Applicator {
  var inPlace: [Schema.NodeID] { [] }
}
