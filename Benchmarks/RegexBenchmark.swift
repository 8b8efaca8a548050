import CPCRE2
import Patterns

/// `Patterns` beside bare `pcre2_match` with JIT on the same patterns and texts, by turns: what its limits, its
/// watch over time and its groups cost.
///
/// The bare side keeps one match data and asks for nothing but whether there is a match, as C would.
struct RegexBenchmark {
  private static let answer =
    String(repeating: "You can cancel both of them free of charge until they are packed. ", count: 15)
    + "Your order 4711-AB is on its way."

  private static let cases: [(name: String, pattern: String)] = [
    ("word absent", "(?i)as an ai (language )?model"),
    ("word at the end", "on its way"),
    ("captures", #"order (?<number>\d+)-(?<kind>[A-Z]{2})"#),
    ("alternation", "refund|voucher|complaint|lawyer|packed"),
    ("short text", "^Your order"),
  ]

  func run() throws {
    for (name, pattern) in Self.cases {
      let text = name == "short text" ? "Your order 4711-AB is on its way." : Self.answer
      let ours = try Pattern(pattern)
      guard let bare = BarePattern(pattern) else { return print("regex: \(pattern) does not compile") }
      var (best, peer) = (Double.infinity, Double.infinity)
      for _ in 0..<7 {
        best = min(best, try nanoseconds { try ours.matches(text) ? 1 : 0 })
        peer = min(peer, bare.nanoseconds(on: text))
      }
      let ratio = (best / peer * 100).rounded() / 100
      print(
        "regex: \(name), \(text.utf8.count) bytes: \(Int(best)) ns, bare pcre2_match \(Int(peer)) ns, ratio \(ratio)")
    }
  }

  private func nanoseconds(_ body: () throws -> Int) rethrows -> Double {
    let began = processorTime()
    var found = 0
    for _ in 0..<20_000 { found += try body() }
    guard found == 0 || found == 20_000 else { return .infinity }
    return Double(processorTime() - began) / 20_000
  }
}

/// A pattern as a C program would use it: compiled with JIT, one match data, no limits.
private final class BarePattern {
  private let code: OpaquePointer
  private let data: OpaquePointer

  init?(_ pattern: String) {
    var (error, place) = (Int32(0), 0)
    let bytes = Array(pattern.utf8)
    guard
      let code = pcre2_compile_8(
        bytes, bytes.count, UInt32(PCRE2_UTF | PCRE2_UCP | PCRE2_MATCH_INVALID_UTF), &error, &place, nil),
      let data = pcre2_match_data_create_from_pattern_8(code, nil)
    else { return nil }
    pcre2_jit_compile_8(code, UInt32(PCRE2_JIT_COMPLETE))
    self.code = code
    self.data = data
  }

  deinit {
    pcre2_match_data_free_8(data)
    pcre2_code_free_8(code)
  }

  func nanoseconds(on text: String) -> Double {
    var text = text
    return text.withUTF8 { bytes in
      let began = processorTime()
      var found: Int32 = 0
      for _ in 0..<20_000 {
        found &+= pcre2_match_8(code, bytes.baseAddress, bytes.count, 0, UInt32(PCRE2_NO_UTF_CHECK), data, nil)
      }
      return found == .min ? .infinity : Double(processorTime() - began) / 20_000
    }
  }
}
