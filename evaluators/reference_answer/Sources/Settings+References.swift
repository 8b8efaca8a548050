internal import PluginKit

extension Settings {
  /// `reference` and `wrong_reference`, a text or a list of texts; `references`, the path of a
  /// JSON Lines file; and the attributes that a call brings.
  mutating func references(for method: Method, host: any Host) -> References {
    var references = References(method: method)
    references.forAll = Known(
      right: fit(texts("reference"), "reference", for: method),
      wrong: fit(texts("wrong_reference"), "wrong_reference", for: method))
    references.rightAttribute = text("attribute")
    references.wrongAttribute = text("wrong_attribute") ?? references.wrongAttribute
    references.idAttribute = text("id_attribute") ?? references.idAttribute
    guard let path = text("references") else { return references }
    do throws(HostError) {
      read(try host.readFile(path), into: &references)
    } catch {
      report(String("\(error)".prefix(300)), at: "references")
    }
    return references
  }

  private mutating func fit(_ texts: [String]?, _ key: String, for method: Method) -> [ComparedText] {
    let references = (texts ?? []).map { ComparedText($0, for: method) }
    for reference in references {
      if let flaw = reference.flaw(for: method) { report(flaw, at: key) }
    }
    return references
  }

  /// A line for each question: `{"input": …, "id": …, "reference": …, "wrong_reference": …}`;
  /// other keys belong to other readers of the file. At most ten wrong lines are named.
  private mutating func read(_ file: [UInt8], into references: inout References) {
    var wrong = 0
    for (place, line) in file.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).enumerated() {
      if line.allSatisfy({ [0x20, 0x09, 0x0D].contains($0) }) { continue }
      do throws(ReferenceLine.Flaw) {
        try add(ReferenceLine(parsing: line), to: &references)
      } catch {
        wrong += 1
        if wrong <= 10 { report("line \(place + 1) of the file: \(error)", at: "references") }
      }
    }
    if wrong > 10 { report("and \(wrong - 10) more lines of the file are wrong", at: "references") }
  }

  private func add(_ line: ReferenceLine, to references: inout References) throws(ReferenceLine.Flaw) {
    let method = references.method
    let known = Known(
      right: line.right.map { ComparedText($0, for: method) }, wrong: line.wrong.map { ComparedText($0, for: method) })
    for reference in known.right + known.wrong {
      if let flaw = reference.flaw(for: method) { throw ReferenceLine.Flaw(description: flaw) }
    }
    references.add(known, id: line.id, input: line.input)
  }
}
