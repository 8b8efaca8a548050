internal import PluginKit

/// What an unquoted scalar stands for by the core schema of YAML 1.2 (section 10.3.2).
///
/// `no`, `off`, `12:30` and `0777` are what they look like: text, text, text and 777.
func coreSchemaValue(_ written: String) -> Setting.Value {
  switch written {
  case "", "~", "null", "Null", "NULL": return .null
  case "true", "True", "TRUE": return .bool(true)
  case "false", "False", "FALSE": return .bool(false)
  case ".nan", ".NaN", ".NAN": return .number(.nan)
  case ".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF": return .number(.infinity)
  case "-.inf", "-.Inf", "-.INF": return .number(-.infinity)
  default: break
  }
  if let integer = integer(written) { return .integer(integer) }
  if isDecimal(written), let number = Double(written) { return .number(number) }
  return .text(written)
}

private func integer(_ written: String) -> Int64? {
  if written.hasPrefix("0o") { return unsigned(written.dropFirst(2), radix: 8) }
  if written.hasPrefix("0x") { return unsigned(written.dropFirst(2), radix: 16) }
  return Int64(written)
}

private func unsigned(_ digits: Substring, radix: Int) -> Int64? {
  guard let first = digits.first, first != "+", first != "-" else { return nil }
  return Int64(digits, radix: radix)
}

/// `[-+]? ( \. [0-9]+ | [0-9]+ ( \. [0-9]* )? ) ( [eE] [-+]? [0-9]+ )?`
private func isDecimal(_ written: String) -> Bool {
  var rest = Substring(written).utf8[...]
  func digits() -> Int {
    let count = rest.prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }.count
    rest = rest.dropFirst(count)
    return count
  }
  func skip(_ characters: StaticString) -> Bool {
    guard let first = rest.first, characters.description.utf8.contains(first) else { return false }
    rest = rest.dropFirst()
    return true
  }
  _ = skip("+-")
  let whole = digits()
  let fraction = skip(".") ? digits() : 0
  guard whole + fraction > 0 else { return false }
  if skip("eE") {
    _ = skip("+-")
    guard digits() > 0 else { return false }
  }
  return rest.isEmpty
}
