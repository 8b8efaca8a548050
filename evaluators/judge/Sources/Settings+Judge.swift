internal import CallModel
internal import PluginKit
internal import Spending

extension Settings {
  /// A text that is not empty.
  mutating func filled(_ key: String, _ meaning: String) -> String? {
    guard isWritten(key) else { return nil }
    if let text = text(key), !text.isEmpty, text.utf8.count <= 1_000 { return text }
    if !hasProblems { report("must be \(meaning)", at: key) }
    return nil
  }

  /// The name of a prompt, a text with `{{output}}` in it, or a file's path.
  mutating func prompt(_ key: String, _ host: any Host) -> Prompt? {
    guard let written = text(key) else { return nil }
    var text = written
    if let known = BuiltInPrompt(rawValue: written) {
      text = known.text
    } else if !written.contains("{{") {
      guard written.contains("/") || written.contains(".") else {
        let names = BuiltInPrompt.allCases.map(\.rawValue).joined(separator: ", ")
        report(
          "'\(written)' is not one of \(names), no file's path, and has no {{output}} in it",
          at: key)
        return nil
      }
      guard let file = file(written, at: key, host) else { return nil }
      text = file
    }
    do throws(Prompt.Flaw) {
      return try Prompt(text)
    } catch {
      report("the prompt cannot be used: \(error.description)", at: key)
      return nil
    }
  }

  private mutating func file(_ path: String, at key: String, _ host: any Host) -> String? {
    do throws(HostError) {
      let bytes = try host.readFile(path)
      if bytes.count > 64 << 10 {
        report("the file is larger than 64 KiB", at: key)
      } else if let text = String(validating: bytes, as: UTF8.self) {
        return text
      } else {
        report("the file is no text in UTF-8", at: key)
      }
    } catch {
      report("the prompt's file cannot be read: \(error)", at: key)
    }
    return nil
  }

  /// `{ input: $0.15, output: $0.60 }`, in dollars for a million tokens.
  mutating func price(_ key: String) -> TokenPrice? {
    guard isWritten(key), var inner = map(key) else { return nil }
    if inner.hasProblems {
      absorb(inner)
      return nil
    }
    defer {
      inner.finish()
      absorb(inner)
    }
    func read(_ name: String) -> NanoDollars? {
      guard let written = inner.requiredText(name) else { return nil }
      if let price = NanoDollars(decimal: written), price.value <= 1_000_000_000_000_000 {
        return price
      }
      inner.report("'\(written)' is no price of a million tokens; write $0.15", at: name)
      return nil
    }
    guard let input = read("input"), let output = read("output") else { return nil }
    return TokenPrice(input: input, output: output)
  }

  /// `$1/day`, `$0.10/1h`.
  mutating func budget(_ key: String) -> Allowance.Budget? {
    guard let written = text(key) else { return nil }
    let sides = written.split(separator: "/", omittingEmptySubsequences: false)
    let period =
      sides.count == 2 ? (sides[1] == "day" ? .days(1) : Nanoseconds(written: sides[1])) : nil
    guard let period, (.minutes(1)...(.days(31))).contains(period), sides[0].hasPrefix("$"),
      let limit = NanoDollars(decimal: sides[0]), limit > .zero
    else {
      report("'\(written)' is no budget; write $1/day or $0.10/1h", at: key)
      return nil
    }
    return Allowance.Budget(limit: limit, period: period)
  }

  /// `60 requests/m`, `2000 requests/d`, `5 requests/10s`.
  mutating func requestRate(_ key: String) -> RequestWindow? {
    guard let written = text(key) else { return nil }
    let sides = written.split(separator: "/", omittingEmptySubsequences: false)
    let words = sides[0].split(separator: " ")
    let isUnitAlone = sides.count == 2 && ["s", "m", "h", "d"].contains(sides[1])
    let window =
      sides.count == 2 ? Nanoseconds(written: isUnitAlone ? "1\(sides[1])" : String(sides[1])) : nil
    guard let window, (.seconds(1)...(.days(1))).contains(window), words.count == 2,
      ["request", "requests"].contains(words[1]), let most = Int(words[0]),
      (1...10_000_000).contains(most)
    else {
      report("'\(written)' is no limit on requests; write 60 requests/m", at: key)
      return nil
    }
    return RequestWindow(most: most, window: window)
  }

  /// Money can only be held together where the price is known; without, requests must be.
  mutating func checkAllowance(price: TokenPrice?, budget: Allowance.Budget?) {
    if isWritten("budget"), !isWritten("price") {
      report(
        "needs the model's price: { input: $0.15, output: $0.60 } for a million tokens",
        at: "budget")
    }
    if !isWritten("budget"), !isWritten("limit") {
      report(
        "nothing bounds what the judge may cost: write budget: $1/day with price, or limit: 60 requests/m"
      )
    }
    if let price, let budget, price.estimate(bytes: 4_000, mostOutput: 256) > budget.limit {
      report("does not pay for one question at this price", at: "budget")
    }
  }

  private mutating func isWritten(_ key: String) -> Bool {
    switch raw(key)?.value {
    case nil, .null: false
    default: true
    }
  }
}
