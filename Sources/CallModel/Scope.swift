/// A pattern over dimensions: `route=checkout,model=gpt-*`.
///
/// A comma is *and*; `*` in a value stands for any characters; the scope `*` matches every call.
/// Commas, equals signs, percent signs and control characters inside values are
/// percent-encoded. Clauses are sorted, so equal scopes have one spelling.
public struct Scope: Hashable, Sendable {
  public struct Clause: Hashable, Sendable {
    public var dimension: Dimension
    public var pattern: String
  }

  public let clauses: [Clause]

  /// Matches every call.
  public static let everything = Scope(clauses: [])

  /// Clauses that match anything are dropped; two clauses of one dimension must both match.
  public init(clauses: [Clause]) {
    self.clauses =
      clauses
      .filter { $0.pattern != "*" }
      .sorted { ($0.dimension.rawValue, $0.pattern) < ($1.dimension.rawValue, $1.pattern) }
  }

  /// The scope of exactly these values: an alert's group. Missing values match only `*`.
  public init(_ dimensions: [Dimension], of call: Dimensions) {
    self.init(
      clauses: dimensions.compactMap { dimension in
        call[dimension].map { Clause(dimension: dimension, pattern: Scope.literal($0)) }
      })
  }

  /// The scope of exactly these values, one for each dimension.
  public init(_ dimensions: [Dimension], values: [String]) {
    self.init(clauses: zip(dimensions, values).map { Clause(dimension: $0, pattern: Scope.literal($1)) })
  }

  public func matches(_ call: Dimensions) -> Bool {
    clauses.allSatisfy { clause in
      guard let value = call[clause.dimension] else { return false }
      return glob(clause.pattern, value)
    }
  }

  /// The pattern that a clause of this scope has for a dimension.
  public subscript(dimension: Dimension) -> String? {
    clauses.first { $0.dimension == dimension }?.pattern
  }

  /// A value as a pattern that matches only itself: its asterisks are percent-encoded.
  private static func literal(_ value: String) -> String {
    value.contains("*") || value.contains("%")
      ? String(value.flatMap { $0 == "*" ? "%2A" : $0 == "%" ? "%25" : String($0) }) : value
  }
}

/// Why a text is no scope.
public struct ScopeError: Error, Hashable, Sendable, CustomStringConvertible {
  public let description: String
}

extension Scope: CustomStringConvertible {
  public init(parsing text: some StringProtocol) throws(ScopeError) {
    if trimmed(Substring(text)) == "*" {
      self = .everything
      return
    }
    var clauses: [Clause] = []
    for part in Substring(text).split(separator: ",", omittingEmptySubsequences: false) {
      let sides = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(trimmed)
      guard sides.count == 2, !sides[1].isEmpty else {
        throw ScopeError(description: "'\(part)' is no clause of a scope; write route=checkout,model=gpt-* or *")
      }
      guard let dimension = Dimension(rawValue: String(sides[0])) else {
        let known = Dimension.allCases.map(\.rawValue).joined(separator: ", ")
        throw ScopeError(description: "'\(sides[0])' is no dimension; known are \(known)")
      }
      clauses.append(Clause(dimension: dimension, pattern: decodeSeparators(sides[1])))
    }
    self.init(clauses: clauses)
  }

  public var description: String {
    if clauses.isEmpty { return "*" }
    return clauses.map { "\($0.dimension.rawValue)=\(encodeSeparators($0.pattern))" }.joined(separator: ",")
  }
}

/// Only ASCII blanks: inside and around a value, `description` encodes those and no others.
private func trimmed(_ text: Substring) -> Substring {
  func isBlank(_ byte: UInt8) -> Bool { byte <= 0x20 }
  var utf8 = text.utf8
  while let first = utf8.first, isBlank(first) { utf8.removeFirst() }
  while let last = utf8.last, isBlank(last) { utf8.removeLast() }
  return Substring(utf8)
}

/// `%2A` and `%25` stay encoded in a pattern: there they are what keeps an asterisk literal.
/// They get one spelling, and so does a percent sign that begins no escape.
private func decodeSeparators(_ text: Substring) -> String {
  var result: [UInt8] = []
  let bytes = Array(text.utf8)
  var i = 0
  while i < bytes.count {
    guard bytes[i] == UInt8(ascii: "%") else {
      result.append(bytes[i])
      i += 1
      continue
    }
    if i + 2 < bytes.count, let high = hexDigit(bytes[i + 1]), let low = hexDigit(bytes[i + 2]) {
      switch high << 4 | low {
      case UInt8(ascii: "*"): result += "%2A".utf8
      case UInt8(ascii: "%"): result += "%25".utf8
      case let value: result.append(value)
      }
      i += 3
    } else {
      result += "%25".utf8
      i += 1
    }
  }
  return String(decoding: result, as: UTF8.self)
}

private func hexDigit(_ byte: UInt8) -> UInt8? {
  switch byte {
  case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
  case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
  case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
  default: nil
  }
}

private func encodeSeparators(_ pattern: String) -> String {
  var result: [UInt8] = []
  for byte in pattern.utf8 {
    if byte == UInt8(ascii: ",") || byte == UInt8(ascii: "=") || byte <= 0x20 {
      let digits = String(byte, radix: 16, uppercase: true)
      result += Array((digits.count == 1 ? "%0" : "%").utf8) + Array(digits.utf8)
    } else {
      result.append(byte)
    }
  }
  return String(decoding: result, as: UTF8.self)
}

/// At worst the product of the two lengths: after a mismatch only the latest asterisk is tried
/// again.
private func glob(_ pattern: String, _ value: String) -> Bool {
  if !pattern.utf8.contains(UInt8(ascii: "*")), !pattern.utf8.contains(UInt8(ascii: "%")) {
    return pattern == value
  }
  enum Piece: Equatable {
    case any
    case byte(UInt8)
  }
  var pieces: [Piece] = []
  let bytes = Array(pattern.utf8)
  var i = 0
  while i < bytes.count {
    if bytes[i] == UInt8(ascii: "*") {
      pieces.append(.any)
    } else if bytes[i...].starts(with: "%2A".utf8) {
      pieces.append(.byte(UInt8(ascii: "*")))
      i += 2
    } else if bytes[i...].starts(with: "%25".utf8) {
      pieces.append(.byte(UInt8(ascii: "%")))
      i += 2
    } else {
      pieces.append(.byte(bytes[i]))
    }
    i += 1
  }
  let text = Array(value.utf8)
  var p = 0
  var t = 0
  var retry: (piece: Int, text: Int)?
  while t < text.count {
    if p < pieces.count, pieces[p] == .any {
      retry = (p, t)
      p += 1
    } else if p < pieces.count, pieces[p] == .byte(text[t]) {
      p += 1
      t += 1
    } else if let last = retry {
      retry = (last.piece, last.text + 1)
      p = last.piece + 1
      t = last.text + 1
    } else {
      return false
    }
  }
  return pieces[p...].allSatisfy { $0 == .any }
}
