/// What somebody shows to be let in: a key, a certificate, or nothing.
package struct Credentials: Sendable {
  /// What stands where a key is expected, whatever it is.
  let presented: String?
  /// The name in a client certificate that the listener has verified.
  let certificate: String?

  /// - Parameters:
  ///   - authorization: The header (or gRPC metadata) of this name: `Bearer <key>`, or `Basic`
  ///     with the key as the password and any user (RFC 6750, RFC 7617).
  ///   - apiKey: The header `x-api-key`, which Anthropic's clients send.
  ///   - certificate: The name in a client certificate that was verified; never one that was
  ///     only received.
  package init(authorization: String?, apiKey: String?, certificate: String? = nil) {
    let candidates = [authorization.flatMap(Self.key(inAuthorization:)), apiKey].compactMap { $0 }
    // A proxy may add an Authorization of its own.
    presented = candidates.first { $0.hasPrefix(KeyText.prefix) } ?? candidates.first
    self.certificate = certificate
  }

  /// Longer headers carry no key.
  private static let longest = 1_024

  private static func key(inAuthorization header: String) -> String? {
    guard header.utf8.count <= longest, let space = header.firstIndex(of: " ") else { return nil }
    let value = header[space...].drop { $0 == " " }
    switch header[..<space].lowercased() {
    case "bearer": return String(value)
    case "basic":
      guard let pair = decodeBase64(value), let colon = pair.firstIndex(of: UInt8(ascii: ":")) else { return nil }
      return String(decoding: pair[(colon + 1)...], as: UTF8.self)
    default: return nil
    }
  }
}

/// The bytes of a text in base 64, with or without padding (RFC 4648, section 4); nil for anything else.
private func decodeBase64(_ text: Substring) -> [UInt8]? {
  var result: [UInt8] = []
  var bits: UInt32 = 0
  var count = 0
  var digits = Array(text.utf8)[...]
  while digits.last == UInt8(ascii: "=") { digits.removeLast() }
  for digit in digits {
    let value: UInt8
    switch digit {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): value = digit - UInt8(ascii: "A")
    case UInt8(ascii: "a")...UInt8(ascii: "z"): value = digit - UInt8(ascii: "a") + 26
    case UInt8(ascii: "0")...UInt8(ascii: "9"): value = digit - UInt8(ascii: "0") + 52
    case UInt8(ascii: "+"): value = 62
    case UInt8(ascii: "/"): value = 63
    default: return nil
    }
    bits = bits << 6 | UInt32(value)
    count += 6
    if count >= 8 {
      count -= 8
      result.append(UInt8(truncatingIfNeeded: bits >> UInt32(count)))
    }
  }
  return result
}
