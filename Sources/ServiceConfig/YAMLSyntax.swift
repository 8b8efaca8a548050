internal import Yams

/// A file that is no YAML: on which line, and a sentence for a person.
struct YAMLSyntaxError: Error {
  var line: Int
  var message: String

  init(line: Int, message: String) {
    self.line = line
    self.message = message
  }

  init(_ error: any Error, in text: String) {
    switch error {
    case YamlError.scanner(let context, let problem, let mark, _),
      YamlError.parser(let context, let problem, let mark, _),
      YamlError.composer(let context, let problem, let mark, _):
      let start = context.map { $0.mark.line < mark.line ? " (it began on line \($0.mark.line))" : "" } ?? ""
      self.init(line: mark.line, message: sentence(for: problem, context?.text ?? "") + start)
    case YamlError.reader(_, let offset, _, _):
      let before = text.prefix(offset ?? 0)
      self.init(
        line: before.count { $0.isNewline } + 1,
        message: "a character stands here that YAML does not allow; remove it, or write it as \"\\u…\" in quotes")
    default:
      self.init(line: 0, message: "the file cannot be read as YAML")
    }
  }
}

/// The parser's words (libyaml's) in the words of somebody who mends a file.
private func sentence(for problem: String, _ context: String) -> String {
  switch problem {
  case "mapping values are not allowed in this context":
    "a ':' cannot stand here; put the text in quotes, or indent the line as its neighbours are"
  case "did not find expected key":
    "expected a key as the lines above have it; check the indentation, and close every quote and bracket"
  case "could not find expected ':'", "could not find expected ':' while scanning a simple key":
    "expected 'key: value'; the ':' after the key is missing"
  case "found character that cannot start any token":
    "no value begins with this character; indent with spaces, not tabs, and quote text that begins with @, ` or %"
  case "found a tab character that violates indentation",
    "found a tab character where an indentation space is expected":
    "indent with spaces, not tabs"
  case "found unexpected end of stream":
    "the file ends inside a text in quotes; close the quote"
  case "did not find expected ',' or ']'":
    "a list in [ ] needs a ',' between its values and a ']' at its end"
  case "did not find expected ',' or '}'":
    "a map in { } needs a ',' between its entries and a '}' at its end"
  case "did not find expected '-' indicator":
    "expected another '- value' of the list; check the indentation"
  case "found undefined alias":
    "an alias (*name) stands here without an anchor (&name) before it"
  case "found unknown escape character":
    "no such escape in a text in \"…\"; write \\\\ for a backslash, or use '…'"
  case "block sequence entries are not allowed in this context":
    "a list cannot begin here; put its '- value' lines below the key"
  case "but found another document":
    "the file has a second document; remove the '---'"
  case _ where problem.hasPrefix("Maximum nesting level reached"):
    "lists and maps are nested too deeply"
  default:
    "this is not YAML: \(context.isEmpty ? "" : context + ": ")\(problem)"
  }
}
