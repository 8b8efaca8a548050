internal import Crypto

/// What a receiver knows a notification by (Standard Webhooks 1.0, symmetric signatures).
struct Secret: Sendable {
  private let key: SymmetricKey

  /// `whsec_` and base64, or any other text, whose bytes are the key; nil if it is shorter than 16.
  init?(_ text: String) {
    let prefix = "whsec_"
    let bytes = text.hasPrefix(prefix) ? base64Decoded(text.dropFirst(prefix.count)) : Array(text.utf8)
    guard let bytes, bytes.count >= 16 else { return nil }
    key = SymmetricKey(data: bytes)
  }

  /// `v1,` and the base64 of HMAC-SHA256 over `id.timestamp.body`.
  func signature(id: String, timestamp: String, body: [UInt8]) -> String {
    var hmac = HMAC<SHA256>(key: key)
    hmac.update(data: Array("\(id).\(timestamp).".utf8))
    hmac.update(data: body)
    return "v1," + base64(Array(hmac.finalize()))
  }
}

private let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

/// RFC 4648, section 4.
func base64(_ bytes: [UInt8]) -> String {
  var result: [UInt8] = []
  for start in stride(from: 0, to: bytes.count, by: 3) {
    let group = bytes[start..<min(start + 3, bytes.count)]
    let padded = Array(group) + [UInt8](repeating: 0, count: 3 - group.count)
    let bits = padded.reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
    for place in 0..<4 {
      result.append(place <= group.count ? alphabet[Int(bits >> (18 - 6 * UInt32(place))) & 63] : UInt8(ascii: "="))
    }
  }
  return String(decoding: result, as: UTF8.self)
}

/// Nil for what is no base64; padding may be missing.
func base64Decoded(_ text: Substring) -> [UInt8]? {
  var result: [UInt8] = []
  var bits: UInt32 = 0
  var count = 0
  var digits = text.utf8[...]
  while digits.last == UInt8(ascii: "=") { digits.removeLast() }
  for digit in digits {
    guard let value = alphabet.firstIndex(of: digit) else { return nil }
    bits = (bits << 6 | UInt32(value)) & 0xFFFFFF
    count += 6
    if count >= 8 {
      count -= 8
      result.append(UInt8(truncatingIfNeeded: bits >> UInt32(count)))
    }
  }
  return result
}
