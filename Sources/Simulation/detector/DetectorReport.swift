/// What one band of the detector's worlds gave, and what it must hold.
package struct DetectorReport: Sendable, Hashable {
  /// A number that was measured, with the ends that it must stay within.
  package struct Figure: Sendable, Hashable {
    package var name: String
    package var value: Double
    package var atLeast: Double?
    package var atMost: Double?

    package var holds: Bool { !(value.isNaN || value < atLeast ?? -.infinity || value > atMost ?? .infinity) }
  }

  package var band: String
  package var days: Int
  package var seed: UInt64
  package var figures: [Figure] = []

  package var holds: Bool { figures.allSatisfy(\.holds) }

  package subscript(name: String) -> Double? { figures.first { $0.name == name }?.value }

  mutating func add(_ name: String, _ value: Double, atLeast: Double? = nil, atMost: Double? = nil) {
    figures.append(Figure(name: name, value: value, atLeast: atLeast, atMost: atMost))
  }

  /// One line of JSON.
  package var json: String {
    let entries = figures.map { figure in
      let ends = [("at_least", figure.atLeast), ("at_most", figure.atMost)].compactMap { name, end in
        end.map { ",\"\(name)\":\($0)" }
      }
      let value = figure.value.isFinite ? "\(figure.value)" : "null"
      return "{\"name\":\"\(figure.name)\",\"value\":\(value)\(ends.joined()),\"holds\":\(figure.holds)}"
    }
    return "{\"band\":\"\(band)\",\"days\":\(days),\"seed\":\(seed),\"holds\":\(holds),"
      + "\"figures\":[\(entries.joined(separator: ","))]}"
  }
}
