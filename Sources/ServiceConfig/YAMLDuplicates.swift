internal import Yams

/// A file's YAML tree in which a key may be written twice in one map.
///
/// The parser refuses a file at its first such key, while we want to report all that is wrong.
/// So the later key is given another name, made of a mark and its own, and the file is read
/// again; whoever walks the tree reports keys with that mark and leaves them out.
func composeKeepingDuplicates(_ text: String) throws(YAMLSyntaxError) -> Node? {
  var text = text
  for round in 0... {
    do {
      return try Parser(yaml: text, resolver: .basic, encoding: .utf8).singleRoot()
    } catch YamlError.duplicatedKeysInMapping(let keys, let context) {
      let line = context.mark.line
      guard let key = keys.first, round < min(YAMLLimits.duplicates, YAMLLimits.rereading / (text.utf8.count + 1)),
        let renamed = renameSecond(key, firstAt: line, column: context.mark.column, round: round, in: text)
      else {
        let name = keys.first ?? ""
        throw YAMLSyntaxError(line: line, message: "'\(name)' is written twice in one map; the first is here")
      }
      text = renamed
    } catch {
      throw YAMLSyntaxError(error, in: text)
    }
  }
  return nil
}

/// The name of a key that stands for a second one of that name.
func duplicatedName(_ key: String) -> String? {
  guard key.unicodeScalars.first == mark else { return nil }
  return String(String.UnicodeScalarView(key.unicodeScalars.dropFirst().drop { $0 != mark }.dropFirst()))
}

/// From Unicode's private use area: no file has a reason to begin a key with it.
private let mark: Unicode.Scalar = "\u{E000}"

/// Nil where the second key is not found by its indentation, as in maps within braces.
private func renameSecond(
  _ key: String, firstAt line: Int, column: Int, round: Int, in text: String
) -> String? {
  guard
    key.unicodeScalars.allSatisfy({
      $0.isASCII && ($0.properties.isAlphabetic || "0123456789_-./".unicodeScalars.contains($0))
    })
  else { return nil }
  var lines = text.split(separator: "\n", omittingEmptySubsequences: false)
  guard line >= 1, line < lines.count else { return nil }
  for index in line..<lines.count {
    let content = lines[index].drop { $0 == " " }
    if content.isEmpty || content.first == "#" || content == "\r" { continue }
    let indentation = lines[index].utf8.count - content.utf8.count
    if indentation < column - 1 { return nil }
    guard indentation == column - 1 else { continue }
    for written in [key, "\"\(key)\"", "'\(key)'"] where content.hasPrefix(written) {
      let rest = content.dropFirst(written.count)
      guard rest.drop(while: { $0 == " " }).first == ":" else { continue }
      lines[index] = "\(String(repeating: " ", count: indentation))\"\(mark)\(round)\(mark)\(key)\"\(rest)"
      return lines.joined(separator: "\n")
    }
  }
  return nil
}
