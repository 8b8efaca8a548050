package import JSON

/// The runs of one world over several seeds: figures as medians, and the bands they hold.
package struct WorldReport: Sendable {
  package let world: String
  package let control: Simulation.Control
  package let seeds: Int
  /// Each seed's run, in order.
  package let outcomes: [RunOutcome]
  /// The same seeds without control, where that was asked for.
  package let uncontrolled: [RunOutcome]
  package let bands: [Held]

  /// A band and what was measured.
  package struct Held: Sendable {
    package var band: Band
    /// Nil: not defined in most runs.
    package var measured: Double?
    package var holds: Bool { band.holds(measured) }
  }

  /// - Parameters:
  ///   - seeds: at least 1; the first is `firstSeed`.
  ///   - compares: whether each seed is run without control, too, as `harm_cut` needs.
  package init(
    _ world: World, seeds: Int, firstSeed: UInt64 = 1, control: Simulation.Control = .full, compares: Bool = false
  ) {
    let all = (0..<UInt64(max(1, seeds))).map { firstSeed &+ $0 }
    let outcomes = all.map { Self.run(world, seed: $0, control: control) }
    let needsOther = compares || world.bands.contains { $0.figure == .harmCut }
    let uncontrolled =
      needsOther && control != .none ? all.map { Self.run(world, seed: $0, control: .none) } : []
    self.world = world.name
    self.control = control
    self.seeds = all.count
    self.outcomes = outcomes
    self.uncontrolled = uncontrolled
    bands = world.bands.map {
      Held(band: $0, measured: Self.median($0.figure, outcomes, uncontrolled))
    }
  }

  private static func run(_ world: World, seed: UInt64, control: Simulation.Control) -> RunOutcome {
    var simulation = Simulation(world, seed: seed, control: control)
    return simulation.run()
  }

  /// Whether every band holds; those of a world are about it with control.
  package var holds: Bool { control != .full || bands.allSatisfy(\.holds) }

  /// The median over the seeds; nil where it is not defined in most of them.
  package func median(_ figure: Figure) -> Double? { Self.median(figure, outcomes, uncontrolled) }

  private static func median(_ figure: Figure, _ outcomes: [RunOutcome], _ others: [RunOutcome]) -> Double? {
    let values: [Double]
    if figure == .harmCut {
      guard others.count == outcomes.count else { return nil }
      values = zip(outcomes, others).map { with, without in
        1 - Double(with.bad + with.lost) / Double(max(1, without.bad + without.lost))
      }
    } else {
      // What never happened counts as later than everything.
      values = outcomes.map { $0.value(of: figure) ?? .infinity }
    }
    guard !values.isEmpty else { return nil }
    let middle = values.sorted()[values.count / 2]
    return middle.isFinite ? middle : nil
  }

  // MARK: For programs

  /// One object for each seed, and one for all.
  package var lines: [JSON] {
    outcomes.enumerated().map { index, outcome in
      var members: [(key: String, value: JSON)] = [
        ("world", .string(world)), ("control", .string(control.rawValue)), ("seed", JSON(index + 1)),
      ]
      for figure in Figure.allCases {
        if let value = outcome.value(of: figure) { members.append((figure.rawValue, JSON(value))) }
      }
      members.append(("callers", .array(outcome.callers.map(\.json))))
      return .object(JSONObject(members))
    } + [summary]
  }

  private var summary: JSON {
    var members: [(key: String, value: JSON)] = [
      ("world", .string(world)), ("control", .string(control.rawValue)), ("seeds", JSON(seeds)),
    ]
    for figure in Figure.allCases {
      if let value = median(figure) { members.append((figure.rawValue, JSON(value))) }
    }
    let held = bands.map { held in
      JSON.object(
        JSONObject([
          ("figure", .string(held.band.figure.rawValue)), ("side", .string(held.band.side.rawValue)),
          ("bound", JSON(held.band.bound)), ("measured", held.measured.map { JSON($0) } ?? .null),
          ("holds", .bool(held.holds)),
        ]))
    }
    members.append(("bands", .array(held)))
    members.append(("holds", .bool(holds)))
    return .object(JSONObject(members))
  }

  // MARK: For people

  /// A table: each figure with its median, its range, and its band if it has one.
  package var table: String {
    var rows = ["\(world): \(seeds) seed\(seeds == 1 ? "" : "s"), control: \(control.rawValue)"]
    for figure in Figure.allCases {
      let values = outcomes.compactMap { $0.value(of: figure) }
      guard let middle = median(figure) else { continue }
      var row = "  " + padded(figure.rawValue, 20) + padded(spelled(middle), 12)
      if seeds > 1, let least = values.min(), let most = values.max() {
        row += padded("\(spelled(least)) to \(spelled(most))", 22)
      }
      rows.append(row)
    }
    for held in bands where control == .full {
      let measured = held.measured.map(spelled) ?? "never"
      rows.append(
        "  \(held.holds ? "holds" : "FAILS") \(held.band.figure.rawValue) \(held.band.side.rawValue) "
          + "\(spelled(held.band.bound)): \(measured)")
    }
    return rows.joined(separator: "\n")
  }

  private func padded(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(1, width - text.count))
  }

  private func spelled(_ value: Double) -> String {
    guard value.isFinite, value.magnitude < 1e12 else { return "-" }
    if value.magnitude >= 100 || value == value.rounded() { return "\(Int(value.rounded()))" }
    return "\((value * 1_000).rounded() / 1_000)"
  }
}

extension RunOutcome.OfCaller {
  fileprivate var json: JSON {
    .object(
      JSONObject([
        ("name", .string(name)), ("calls", JSON(calls)), ("delivered", JSON(delivered)), ("bad", JSON(bad)),
        ("lost", JSON(lost)), ("refused", JSON(refused)),
      ]))
  }
}
