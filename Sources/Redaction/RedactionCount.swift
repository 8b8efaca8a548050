/// How often what was masked in one request.
package struct RedactionCount: Hashable, Sendable {
  package var email = 0
  package var phone = 0
  package var creditCard = 0
  package var apiKey = 0
  /// Matches of all patterns together.
  package var pattern = 0
  /// Texts that were masked whole because a pattern reached a limit in them.
  package var unsearched = 0
  /// Whether all of the request could be read. Where not, texts that nobody found may be left
  /// in it: do not keep it.
  package var isComplete = true

  package init() {}

  /// The counts by the rules' words, in a fixed order; `unsearched` is the last.
  package var byRule: [(name: String, count: Int)] {
    [
      ("email", email), ("phone", phone), ("credit_card", creditCard), ("api_key", apiKey), ("pattern", pattern),
      ("unsearched", unsearched),
    ]
  }
}
