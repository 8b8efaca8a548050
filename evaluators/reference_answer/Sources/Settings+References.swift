internal import JSON
internal import PluginKit

extension Settings {
  /// `reference`, a text or a list of texts, and `references`, the path of a JSON Lines file.
  mutating func references(host: any Host) -> References {
    var references = References()
    references.forAll = (texts("reference") ?? []).map(ComparedText.init)
    guard let path = text("references") else { return references }
    do throws(HostError) {
      read(try host.readFile(path), into: &references)
    } catch {
      report(String("\(error)".prefix(300)), at: "references")
    }
    return references
  }

  /// Lines of `{"input": …, "reference": …}`; other keys belong to other readers of the file.
  private mutating func read(_ file: [UInt8], into references: inout References) {
    var wrong = 0
    for (place, line) in file.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).enumerated() {
      if line.allSatisfy({ [0x20, 0x09, 0x0D].contains($0) }) { continue }
      do throws(ReferenceLineError) {
        let (input, answers) = try ReferenceLine.parse(line)
        for answer in answers { references.add(answer, forInput: input) }
      } catch {
        wrong += 1
        if wrong <= 10 { report("line \(place + 1) of the file: \(error)", at: "references") }
      }
    }
    if wrong > 10 { report("and \(wrong - 10) more lines of the file are wrong", at: "references") }
  }
}

/// Why a line gives no reference.
private struct ReferenceLineError: Error, CustomStringConvertible {
  let description: String
}

private enum ReferenceLine {
  static func parse(_ line: ArraySlice<UInt8>) throws(ReferenceLineError) -> (input: String, answers: [String]) {
    let value: JSON
    do throws(JSONError) {
      value = try JSON(parsing: Array(line))
    } catch {
      throw ReferenceLineError(description: "no JSON at column \(error.column): \(error.reason)")
    }
    guard let input = value["input"]?.string else {
      throw ReferenceLineError(description: "'input' must be there, as a text")
    }
    let reference = value["reference"]
    let answers = reference?.array?.compactMap(\.string) ?? reference?.string.map { [$0] } ?? []
    guard !answers.isEmpty, answers.count == reference?.array?.count ?? 1 else {
      throw ReferenceLineError(description: "'reference' must be there, as a text or a list of texts")
    }
    return (input, answers)
  }
}
