internal import Patterns
internal import PluginKit
package import Redaction

extension Configuration {
  /// What is kept of prompts and answers.
  package struct Content: Sendable {
    package enum Keep: String, CaseIterable, Sendable {
      /// Everything, as long as its journal file.
      case all
      /// Until it has been judged.
      case judged
      /// Nothing.
      case none
    }

    package var keep = Keep.all
    /// What is masked before anything is kept; patterns are compiled.
    package var redact: [RedactionRule] = []
  }
}

extension Settings {
  /// More are refused: each searches every text.
  private static var mostRules: Int { 32 }

  /// The keys under `content:`.
  mutating func content() -> Configuration.Content {
    var result = Configuration.Content()
    result.keep = choice("keep", default: result.keep)
    if result.keep != .all {
      report("'\(result.keep.rawValue)' is not built yet in this version; only 'all' is", at: "keep")
    }
    guard let setting = raw("redact") else { return result }
    switch setting.value {
    case .null: break
    case .list(let rules) where rules.count > Self.mostRules:
      report("holds \(rules.count) rules; at most \(Self.mostRules) are allowed", at: "redact")
    case .list(let rules):
      for (place, rule) in rules.enumerated() {
        if let rule = redactionRule(rule, at: place) { result.redact.append(rule) }
      }
    default:
      let hint = setting.written.isEmpty ? "" : "; write [\(setting.written)]"
      report("expected a list, found \(setting.kind)\(hint)", at: "redact")
    }
    return result
  }

  private mutating func redactionRule(_ rule: Setting, at place: Int) -> RedactionRule? {
    let known = RedactionRule.words.map(\.name).joined(separator: ", ")
    // A map of its own, so that problems name the rule's line and not the list's.
    var one = Settings(rule, file: file, path: "\(path).redact[\(place)]")
    if case .text(let word) = rule.value {
      if let rule = RedactionRule.words.first(where: { $0.name == word }) { return rule }
      one = Settings(Setting(.map([]), line: rule.line), file: file, path: "\(path).redact[\(place)]")
      one.report("'\(word)' is not one of \(known); a regular expression is written {pattern: \"…\"}")
    } else if case .map = rule.value {
      defer { absorb(one) }
      let source = one.requiredText("pattern")
      one.finish()
      guard let source, !one.hasProblems else { return nil }
      if source.isEmpty {
        one.report("matches nothing that could be masked", at: "pattern")
        return nil
      }
      do {
        return .pattern(try Pattern(source))
      } catch {
        one.report("no regular expression: \(error)", at: "pattern")
        return nil
      }
    }
    absorb(one)
    return nil
  }
}
