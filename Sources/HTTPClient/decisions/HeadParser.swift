/// The head of an answer.
struct ResponseHead: Hashable, Sendable {
  var status: Int
  var version: String
  var headers: HTTPHeaders
}

/// Reads the head of an answer line by line, as libcurl hands them over.
///
/// Informational heads (1xx) are passed over, trailers dropped. All lines of an answer together may
/// have 64 KiB.
struct HeadParser {
  enum Step: Hashable {
    case more
    case complete(ResponseHead)
    case tooLarge
    case malformed(String)
  }

  private enum Place { case statusLine, fields, after }

  static let largest = 64 << 10

  private var place = Place.statusLine
  private var size = 0
  private var head = ResponseHead(status: 0, version: "", headers: [:])

  /// Whether the head has been read to its end.
  var isComplete: Bool { place == .after }

  mutating func read(_ line: UnsafeRawBufferPointer) -> Step {
    guard line.count <= Self.largest - size else { return .tooLarge }
    size += line.count
    var end = line.endIndex
    while end > line.startIndex, line[end - 1] == 0x0d || line[end - 1] == 0x0a { end -= 1 }
    let content = line[..<end]
    switch place {
    case .statusLine: return readStatus(content)
    case .fields: return content.isEmpty ? finish() : readField(content)
    case .after: return .more
    }
  }

  private mutating func readStatus(_ line: Slice<UnsafeRawBufferPointer>) -> Step {
    let words = line.split(separator: 0x20, maxSplits: 2, omittingEmptySubsequences: false)
    guard words.count >= 2, words[0].starts(with: "HTTP/".utf8), words[0].count <= 12, words[1].count == 3,
      words[1].allSatisfy({ (0x30...0x39).contains($0) }), let status = Int(String(decoding: words[1], as: UTF8.self)),
      status >= 100
    else { return .malformed("the answer does not start with a status line of HTTP") }
    head = ResponseHead(
      status: status, version: String(decoding: words[0].dropFirst(5), as: UTF8.self), headers: [:])
    place = .fields
    return .more
  }

  private mutating func readField(_ line: Slice<UnsafeRawBufferPointer>) -> Step {
    if line.first == 0x20 || line.first == 0x09 {
      head.headers.extendLast(with: text(line))
      return .more
    }
    guard let colon = line.firstIndex(of: 0x3a), colon > line.startIndex else {
      return .malformed("the answer has a header without a name")
    }
    head.headers.append(text(line[..<colon]), text(line[(colon + 1)...]))
    return .more
  }

  private mutating func finish() -> Step {
    if head.status < 200 {
      place = .statusLine
      return .more
    }
    place = .after
    return .complete(head)
  }

  private func text(_ bytes: Slice<UnsafeRawBufferPointer>) -> String {
    var bytes = bytes
    while let first = bytes.first, first == 0x20 || first == 0x09 { bytes = bytes.dropFirst() }
    while let last = bytes.last, last == 0x20 || last == 0x09 { bytes = bytes.dropLast() }
    return String(decoding: bytes, as: UTF8.self)
  }
}
