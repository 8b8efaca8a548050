package import Patterns

/// What is masked in texts before they are kept.
package enum RedactionRule: Sendable {
  /// Addresses of e-mail (RFC 5321), also with `@` spelled `\u0040` or `%40`.
  case email
  /// Numbers in the international form with `+` (E.164), and the usual national groupings.
  case phone
  /// 13 to 19 digits with a known prefix and the check digit of ISO/IEC 7812-1.
  case creditCard
  /// Keys of well-known services by their shapes, JSON Web Tokens, bearer tokens, private keys.
  case apiKey
  /// Whatever a regular expression matches.
  case pattern(Pattern)

  /// The word in configurations, metrics and logs.
  package var name: String {
    switch self {
    case .email: "email"
    case .phone: "phone"
    case .creditCard: "credit_card"
    case .apiKey: "api_key"
    case .pattern: "pattern"
    }
  }

  /// The rules that are a word, in the order in which messages list them.
  package static var words: [RedactionRule] { [.email, .phone, .creditCard, .apiKey] }
}
