internal import CallModel

/// Finds the scopes that match a call without trying each of them.
///
/// A scope is filed under the values that it names outright, in a table for each set of
/// dimensions (route and model, say), so a look-up costs one hash a set, however many scopes
/// there are. The clauses with wildcards are tried only on what was found there.
struct ScopeIndex: Sendable {
  private struct Filed: Sendable {
    var place: Int
    /// Nil: the values it is filed under say it all.
    var rest: Scope?
  }

  private struct Shape: Sendable {
    var dimensions: [Dimension]
    var filed: [[String]: [Filed]] = [:]
  }

  private var shapes: [Shape] = []

  var isEmpty: Bool { shapes.isEmpty }

  mutating func insert(_ scope: Scope, place: Int) {
    let key = Key(of: scope)
    let filed = Filed(place: place, rest: key.isWhole ? nil : scope)
    if let shape = shapes.firstIndex(where: { $0.dimensions == key.dimensions }) {
      shapes[shape].filed[key.values, default: []].append(filed)
    } else {
      shapes.append(Shape(dimensions: key.dimensions, filed: [key.values: [filed]]))
    }
  }

  mutating func remove(_ scope: Scope, place: Int) {
    let key = Key(of: scope)
    guard let shape = shapes.firstIndex(where: { $0.dimensions == key.dimensions }) else { return }
    let left = (shapes[shape].filed[key.values] ?? []).filter { $0.place != place }
    shapes[shape].filed[key.values] = left.isEmpty ? nil : left
    if shapes[shape].filed.isEmpty { shapes.remove(at: shape) }
  }

  /// Calls `body` with the place of each scope that matches.
  func forEachMatch(of call: Dimensions, _ body: (Int) -> Void) {
    for shape in shapes {
      guard let values = Self.values(of: shape.dimensions, in: call), let found = shape.filed[values] else { continue }
      for filed in found where filed.rest?.matches(call) ?? true { body(filed.place) }
    }
  }

  private static func values(of dimensions: [Dimension], in call: Dimensions) -> [String]? {
    var values: [String] = []
    values.reserveCapacity(dimensions.count)
    for dimension in dimensions {
      guard let value = call[dimension] else { return nil }
      values.append(value)
    }
    return values
  }

  private struct Key {
    var dimensions: [Dimension] = []
    var values: [String] = []
    /// Whether every clause is in the key.
    var isWhole = true

    init(of scope: Scope) {
      for clause in scope.clauses {
        // A wildcard, an encoded character, or a second clause of the dimension needs a match.
        if clause.pattern.contains("*") || clause.pattern.contains("%") || dimensions.contains(clause.dimension) {
          isWhole = false
        } else {
          dimensions.append(clause.dimension)
          values.append(clause.pattern)
        }
      }
    }
  }
}
