/// A name under which a served model may stand in a catalogue.
struct ModelCandidate: Hashable {
  /// The provider that the name itself gives: `openai/…`, `anthropic.…`.
  var provider: String?
  var name: String
}

/// The names to look a served model up by, the most specific first.
///
/// 1. the name as it is, in lower case;
/// 2. without what says where it is served: `models/…`, `publishers/google/models/…`, a prefix
///    that is a provider (`openai/…`, `openrouter/openai/…`), Bedrock's resource name; then in
///    Bedrock's own forms (`us.anthropic.…-v1:0`), and last as its maker names it;
/// 3. without what says which build of it: `:latest`, `-latest`, `@default`, and a date
///    (`-2024-07-18`, `-20241022`, `@20250929`), one after the other.
///
/// Other suffixes (`-mini`, `:free`, `-2411`, `ft:…`) name other prices and are never dropped.
func candidates(forModel served: String, isProvider: (String) -> Bool) -> [ModelCandidate] {
  var current = ModelCandidate(provider: nil, name: served.lowercased())
  var result = [current]
  func note() {
    if !current.name.isEmpty, result.last != current { result.append(current) }
  }

  // Names come from the network: three prefixes are enough for every form above.
  for _ in 0..<3 {
    guard let inner = withoutPrefix(current, isProvider) else { break }
    current = inner
    note()
  }
  if let bedrock = BedrockName(current.name, isProvider: isProvider) {
    result += bedrock.forms.map { ModelCandidate(provider: isProvider("aws.bedrock") ? "aws.bedrock" : nil, name: $0) }
    if let maker = bedrock.maker {
      current = ModelCandidate(provider: maker, name: bedrock.nameAtMaker)
      note()
    }
  }
  for _ in 0..<3 {
    guard let shorter = withoutBuild(current.name) else { break }
    current.name = shorter
    note()
  }
  return result
}

private func withoutPrefix(_ served: ModelCandidate, _ isProvider: (String) -> Bool) -> ModelCandidate? {
  let name = served.name
  if name.hasPrefix("arn:aws:bedrock:"), let slash = name.lastIndex(of: "/") {
    return ModelCandidate(provider: served.provider, name: String(name[name.index(after: slash)...]))
  }
  let segments = name.split(separator: "/", omittingEmptySubsequences: false)
  guard segments.count > 1 else { return nil }
  if segments[0] == "models" {
    return ModelCandidate(provider: served.provider, name: segments.dropFirst().joined(separator: "/"))
  }
  // projects/p/locations/l/publishers/google/models/m
  if let place = segments.firstIndex(of: "publishers"), segments.count > place + 3, segments[place + 2] == "models" {
    let maker = catalogueName(ofProvider: String(segments[place + 1]))
    return ModelCandidate(
      provider: isProvider(maker) ? maker : nil, name: segments[(place + 3)...].joined(separator: "/"))
  }
  let prefix = String(segments[0])
  let provider = catalogueName(ofProvider: prefix)
  guard isProvider(provider) || servesOthers(prefix) else { return nil }
  // bedrock/converse/m, bedrock/eu-west-1/m: no model of Bedrock's has a slash in its name.
  let rest = provider == "aws.bedrock" ? segments.suffix(1) : segments.dropFirst()
  return ModelCandidate(
    provider: isProvider(provider) ? provider : served.provider, name: rest.joined(separator: "/"))
}

/// Without what says which build of a model it is, one such suffix less; nil if there is none.
func withoutBuild(_ name: String) -> String? {
  for word in [":latest", "-latest", "@latest", "@default"] where name.hasSuffix(word) {
    return String(name.dropLast(word.count))
  }
  // -20241022, @20241022, -2024-10-22
  for length in [9, 11] where name.utf8.count > length && isDate(Array(name.utf8.suffix(length))) {
    return String(decoding: name.utf8.dropLast(length), as: UTF8.self)
  }
  return nil
}

/// A separator and a day of this century.
private func isDate(_ suffix: [UInt8]) -> Bool {
  let dash = UInt8(ascii: "-")
  guard suffix[0] == dash || (suffix.count == 9 && suffix[0] == UInt8(ascii: "@")) else { return false }
  var digits = Array(suffix.dropFirst())
  if digits.count == 10 {
    guard digits[4] == dash, digits[7] == dash else { return false }
    digits.remove(at: 7)
    digits.remove(at: 4)
  }
  guard digits.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) else { return false }
  let number = digits.reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
  return (2000...2099).contains(number / 10_000) && (1...12).contains(number / 100 % 100)
    && (1...31).contains(number % 100)
}
