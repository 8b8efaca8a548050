package import CallModel

/// Verdicts in the XML that build servers read: a suite, in it a case for each row and evaluator.
///
/// The counts stand before the cases and are known after them, so that the head always has one
/// length and is written again over itself.
package struct JUnitText: Sendable {
  package struct Counts: Hashable, Sendable {
    package var tests = 0
    package var failures = 0
    package var errors = 0
    package var skipped = 0
    package var nanoseconds: Nanoseconds = 0

    package init() {}
  }

  package private(set) var counts = Counts()
  private let name: String

  /// - Parameter name: what the suite is called.
  package init(name: String) { self.name = name }

  /// Everything before the cases, with the counts so far.
  package var head: [UInt8] {
    let numbers = [
      ("tests", "\(counts.tests)"), ("failures", "\(counts.failures)"), ("errors", "\(counts.errors)"),
      ("skipped", "\(counts.skipped)"), ("time", fixed(Double(counts.nanoseconds) / 1e9, 6)),
    ].map { key, value in " \(key)=\"\(value)\"" + String(repeating: " ", count: max(0, 20 - value.count)) }.joined()
    let suite = " name=\"\(escaped(name))\""
    return Array(
      """
      <?xml version="1.0" encoding="UTF-8"?>
      <testsuites\(suite)\(numbers)>
      <testsuite\(suite)\(numbers)>

      """.utf8)
  }

  package static let foot = Array("</testsuite>\n</testsuites>\n".utf8)

  /// A verdict as a case.
  ///
  /// - Parameters:
  ///   - change: against an earlier run, where there is one.
  ///   - duration: how long the row took.
  package mutating func add(
    _ verdict: Verdict, of evaluator: String, on id: RowID, change: Change?, duration: Nanoseconds,
    into bytes: inout [UInt8]
  ) {
    let explanation = verdict.explanation ?? ""
    var type = verdict.label ?? verdict.kind.name
    if change == .regression { type = "regression" }
    var inner: String?
    switch verdict.kind {
    case .pass: break
    case .fail:
      counts.failures += 1
      let note = change == .regression ? "it passed in the baseline: " : ""
      inner = element("failure", type: type, message: note + explanation, content: details(verdict))
    case .skip:
      counts.skipped += 1
      inner = "<skipped message=\"\(escaped(explanation))\"/>"
    case .error:
      counts.errors += 1
      inner = element("error", type: type, message: explanation, content: details(verdict))
    }
    addCase(evaluator, id.text, duration, inner, into: &bytes)
  }

  /// A line that is no row as a case of its own.
  package mutating func add(_ flaw: RowFlaw, into bytes: inout [UInt8]) {
    counts.errors += 1
    let error = element("error", type: "row", message: flaw.description, content: "")
    addCase("rows", "line \(flaw.line)", 0, error, into: &bytes)
  }

  private mutating func addCase(
    _ group: String, _ name: String, _ duration: Nanoseconds, _ inner: String?, into bytes: inout [UInt8]
  ) {
    counts.tests += 1
    counts.nanoseconds += duration
    let seconds = fixed(Double(duration) / 1e9, 6)
    let start = "<testcase classname=\"\(escaped(group))\" name=\"\(escaped(name))\" time=\"\(seconds)\""
    bytes.append(contentsOf: (start + (inner.map { ">\($0)</testcase>\n" } ?? "/>\n")).utf8)
  }

  private func element(_ name: String, type: String, message: String, content: String) -> String {
    "<\(name) type=\"\(escaped(type))\" message=\"\(escaped(message))\">\(escaped(content))</\(name)>"
  }

  /// What a reader sees who opens the case.
  private func details(_ verdict: Verdict) -> String {
    var lines = [verdict.explanation ?? verdict.kind.name]
    if let label = verdict.label { lines.append("label: \(label)") }
    if let score = verdict.score { lines.append("score: \(score)") }
    if !verdict.evidence.isEmpty {
      lines.append(
        "evidence: " + verdict.evidence.map { "[\($0.lowerBound), \($0.upperBound))" }.joined(separator: " "))
    }
    return lines.joined(separator: "\n")
  }
}

/// Text in XML 1.0; what no document may hold is written as `\u{1b}`.
private func escaped(_ text: String) -> String {
  var result = ""
  for scalar in text.unicodeScalars {
    switch scalar {
    case "&": result += "&amp;"
    case "<": result += "&lt;"
    case ">": result += "&gt;"
    case "\"": result += "&quot;"
    case "\t", "\n", "\r": result += "&#\(scalar.value);"
    case _ where scalar.value < 0x20 || (0x7F..<0xA0).contains(scalar.value) || scalar.value & 0xFFFE == 0xFFFE:
      result += "\\u{\(String(scalar.value, radix: 16))}"
    default: result.unicodeScalars.append(scalar)
    }
  }
  return result
}
