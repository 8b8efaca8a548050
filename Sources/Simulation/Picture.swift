internal import CallModel

/// A run as a picture in SVG: what reached users, what was refused, the admitted share, and when
/// alerts fired. Legible on light and on dark: it follows the reader's colour scheme.
package func picture(of outcome: RunOutcome, world: World) -> String {
  var drawing = Drawing(timeline: outcome.timeline, length: world.length)
  drawing.text(world.name, x: Drawing.left, y: 22, class: "title")
  drawing.legend([("good", "answered"), ("bad", "bad answers"), ("lost", "given up"), ("refused", "refused attempts")])
  drawing.stack(top: 60, height: 150, title: "calls a minute", [(\.good, "good"), (\.bad, "bad"), (\.lost, "lost")])
  drawing.stack(top: 240, height: 80, title: "refused a minute", [(\.refused, "refused")])
  drawing.share(top: 350, height: 60)
  return drawing.finished(firings: outcome.timeline.firings, top: 440)
}

/// Plain SVG elements, one after the other.
private struct Drawing {
  static let left = 60.0
  static let width = 700.0

  private let timeline: Timeline
  private let length: Nanoseconds
  private var elements: [String] = []

  init(timeline: Timeline, length: Nanoseconds) {
    self.timeline = timeline
    self.length = max(1, length)
  }

  private func x(_ index: Int) -> Double {
    Self.left + Self.width * Double(index) / Double(max(1, timeline.steps.count))
  }

  private func x(at time: Nanoseconds) -> Double { Self.left + Self.width * Double(time) / Double(length) }

  mutating func text(_ text: String, x: Double, y: Double, class style: String = "", end: Bool = false) {
    let anchor = end ? " text-anchor=\"end\"" : ""
    elements.append("<text x=\"\(tenths(x))\" y=\"\(tenths(y))\" class=\"\(style)\"\(anchor)>\(escaped(text))</text>")
  }

  mutating func legend(_ entries: [(style: String, name: String)]) {
    for (index, entry) in entries.enumerated() {
      let x = Self.left + Double(index) * 130
      elements.append("<rect x=\"\(tenths(x))\" y=\"32\" width=\"10\" height=\"10\" class=\"\(entry.style)\"/>")
      text(entry.name, x: x + 15, y: 41)
    }
  }

  /// Counts a minute, piled on each other.
  mutating func stack(
    top: Double, height: Double, title: String, _ layers: [(value: KeyPath<Timeline.Step, Int>, style: String)]
  ) {
    let perMinute = 60 / max(timeline.width.inSeconds, 1)
    let sums = timeline.steps.map { step in layers.reduce(0) { $0 + Double(step[keyPath: $1.value]) } * perMinute }
    let highest = max(sums.max() ?? 0, 1)
    var base = [Double](repeating: 0, count: timeline.steps.count)
    for layer in layers {
      var upper: [(x: Double, y: Double)] = []
      var lower: [(x: Double, y: Double)] = []
      for (index, step) in timeline.steps.enumerated() {
        lower.append((x(index), top + height * (1 - base[index] / highest)))
        base[index] += Double(step[keyPath: layer.value]) * perMinute
        upper.append((x(index), top + height * (1 - base[index] / highest)))
      }
      let points = (upper + lower.reversed()).map { "\(tenths($0.x)),\(tenths($0.y))" }.joined(separator: " ")
      elements.append("<polygon points=\"\(points)\" class=\"\(layer.style)\"/>")
    }
    frame(top: top, height: height, title: title, highest: "\(Int(highest.rounded()))")
  }

  mutating func share(top: Double, height: Double) {
    let points = timeline.steps.enumerated().map { index, step in
      "\(tenths(x(index))),\(tenths(top + height * (1 - step.share)))"
    }.joined(separator: " ")
    elements.append("<polyline points=\"\(points)\" class=\"share\"/>")
    frame(top: top, height: height, title: "admitted share (lowest)", highest: "100 %")
  }

  private mutating func frame(top: Double, height: Double, title: String, highest: String) {
    let bottom = tenths(top + height)
    elements.append(
      "<path d=\"M\(tenths(Self.left)) \(tenths(top))V\(bottom)H\(tenths(Self.left + Self.width))\" class=\"axis\"/>")
    text(title, x: Self.left, y: top - 5)
    text(highest, x: Self.left - 5, y: top + 9, end: true)
    text("0", x: Self.left - 5, y: top + height, end: true)
  }

  /// Closes the picture with a line for each alert, at most twelve.
  mutating func finished(firings: [Timeline.Firing], top: Double) -> String {
    var names: [String] = []
    for firing in firings {
      let name = "\(firing.alert) \(firing.scope)"
      if !names.contains(name), names.count < 12 { names.append(name) }
    }
    text(names.isEmpty ? "no alert fired" : "alerts", x: Self.left, y: top - 5)
    for firing in firings {
      guard let row = names.firstIndex(of: "\(firing.alert) \(firing.scope)") else { continue }
      let start = x(at: firing.from)
      let end = x(at: firing.until ?? length)
      elements.append(
        "<rect x=\"\(tenths(start))\" y=\"\(tenths(top + Double(row) * 18))\" width=\"\(tenths(max(1, end - start)))\""
          + " height=\"12\" class=\"alert\"/>")
    }
    for (row, name) in names.enumerated() { text(name, x: Self.left + 4, y: top + Double(row) * 18 + 10) }
    let bottom = top + Double(names.count) * 18 + 20
    for part in 0...6 {
      let hours = length.inSeconds / 3_600 * Double(part) / 6
      text("\(tenths(hours)) h", x: Self.left + Self.width * Double(part) / 6, y: bottom, end: part > 0)
    }
    return """
      <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 790 \(Int(bottom) + 15)" font-family="sans-serif" font-size="11">
      <style>
      text { fill: #333 } .title { font-size: 15px } .axis { stroke: #888; fill: none }
      .good { fill: #4c8fbd } .bad { fill: #d1495b } .lost { fill: #edae49 } .refused { fill: #8d6a9f }
      .share { stroke: #2e7d5b; fill: none; stroke-width: 1.5 } .alert { fill: #d1495b; fill-opacity: 0.45 }
      @media (prefers-color-scheme: dark) { text { fill: #ddd } .share { stroke: #6fcf97 } }
      </style>
      \(elements.joined(separator: "\n"))
      </svg>

      """
  }

  /// A number with one decimal.
  private func tenths(_ value: Double) -> String {
    guard value.isFinite, value.magnitude < 1e9 else { return "0" }
    return "\(Double(Int((value * 10).rounded())) / 10)"
  }

  private func escaped(_ text: String) -> String {
    var result = ""
    for character in text {
      switch character {
      case "<": result += "&lt;"
      case "&": result += "&amp;"
      case ">": result += "&gt;"
      default: result.append(character)
      }
    }
    return result
  }
}
