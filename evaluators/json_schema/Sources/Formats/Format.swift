internal import Patterns

/// What `format` may ask of a text (Validation 2020-12, section 7.3).
enum Format: String, CaseIterable, Sendable {
  case dateTime = "date-time"
  case date
  case time
  case duration
  case email
  case internationalEmail = "idn-email"
  case hostname
  case internationalHostname = "idn-hostname"
  case ipv4
  case ipv6
  case uri
  case uriReference = "uri-reference"
  case iri
  case iriReference = "iri-reference"
  case uriTemplate = "uri-template"
  case uuid
  case jsonPointer = "json-pointer"
  case relativeJSONPointer = "relative-json-pointer"
  case regex

  /// Whether a text has the format; the work grows with its length alone.
  func accepts(_ utf8: UnsafeRawBufferPointer) -> Bool {
    let bytes = utf8[...]
    return switch self {
    case .dateTime: isDateTime(bytes)
    case .date: isDate(bytes)
    case .time: isTime(bytes)
    case .duration: isDuration(bytes)
    case .email: isEmail(bytes, allowsUnicode: false)
    case .internationalEmail: isEmail(bytes, allowsUnicode: true)
    case .hostname: isHostname(bytes)
    case .internationalHostname: isInternationalHostname(String(decoding: utf8, as: UTF8.self))
    case .ipv4: isIPv4(bytes)
    case .ipv6: isIPv6(bytes)
    case .uri: isURI(bytes, needsScheme: true, allowsUnicode: false)
    case .uriReference: isURI(bytes, needsScheme: false, allowsUnicode: false)
    case .iri: isURI(bytes, needsScheme: true, allowsUnicode: true)
    case .iriReference: isURI(bytes, needsScheme: false, allowsUnicode: true)
    case .uriTemplate: isURITemplate(bytes)
    case .uuid: isUUID(bytes)
    case .jsonPointer: isJSONPointer(bytes)
    case .relativeJSONPointer: isRelativeJSONPointer(bytes)
    case .regex: isRegex(String(decoding: utf8, as: UTF8.self))
    }
  }
}

/// A text, or a part of one, in place.
typealias Bytes = Slice<UnsafeRawBufferPointer>

/// Whether all parts between separators fit, empty ones too; without a separator the whole is one.
func everyPart(of bytes: Bytes, between separator: UInt8, _ fits: (Bytes) -> Bool) -> Bool {
  var rest = bytes
  while let end = rest.firstIndex(of: separator) {
    if !fits(rest[..<end]) { return false }
    rest = rest[(end + 1)...]
  }
  return fits(rest)
}

private func isRegex(_ text: String) -> Bool {
  ECMAPattern.isStrict(text) && (try? Pattern(ECMAPattern.translated(text), options: .ecma)) != nil
}

func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

func isLetter(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte | 0x20) }

func isHexDigit(_ byte: UInt8) -> Bool { isDigit(byte) || (0x61...0x66).contains(byte | 0x20) }

private func isUUID(_ bytes: Bytes) -> Bool {
  guard bytes.count == 36 else { return false }
  for place in 0..<36 {
    let byte = bytes[bytes.startIndex + place]
    let isHyphen = place == 8 || place == 13 || place == 18 || place == 23
    guard isHyphen ? byte == UInt8(ascii: "-") : isHexDigit(byte) else { return false }
  }
  return true
}

/// RFC 6901, section 3.
private func isJSONPointer(_ bytes: Bytes) -> Bool {
  guard let first = bytes.first else { return true }
  guard first == UInt8(ascii: "/") else { return false }
  var isEscaped = false
  for byte in bytes {
    if isEscaped, byte != UInt8(ascii: "0"), byte != UInt8(ascii: "1") { return false }
    isEscaped = byte == UInt8(ascii: "~")
  }
  return !isEscaped
}

/// A number of levels up, then a pointer or `#` (draft-bhutton-relative-json-pointer-00).
private func isRelativeJSONPointer(_ bytes: Bytes) -> Bool {
  let levels = bytes.prefix(while: isDigit)
  guard !levels.isEmpty, levels.count == 1 || levels.first != UInt8(ascii: "0") else { return false }
  let rest = bytes[levels.endIndex...]
  return rest.elementsEqual("#".utf8) || isJSONPointer(rest)
}
