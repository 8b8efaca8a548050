/// A text of at most so many bytes: its beginning and its end where it is longer, two parts to one,
/// and between them a note of how much is left out. The note is not counted.
func excerpt(_ text: String, longest: Int) -> String {
  let bytes = text.utf8
  guard bytes.count > longest else { return text }
  let beginning = longest / 3 * 2
  var head = bytes.index(bytes.startIndex, offsetBy: beginning)
  while head > bytes.startIndex, isInsideCodePoint(bytes[head]) { head = bytes.index(before: head) }
  var tail = bytes.index(bytes.endIndex, offsetBy: beginning - longest)
  while tail < bytes.endIndex, isInsideCodePoint(bytes[tail]) { tail = bytes.index(after: tail) }
  let left = text[head..<tail].unicodeScalars.count
  return "\(text[..<head])\n[… \(left) characters left out …]\n\(text[tail...])"
}

/// Texts of at most so many bytes in all: the short ones whole, the long ones cut to equal parts.
func excerpts(_ texts: [String], longest: Int) -> [String] {
  var left = longest
  var shares = texts.map { _ in 0 }
  let byLength = texts.indices.sorted { texts[$0].utf8.count < texts[$1].utf8.count }
  for (place, index) in byLength.enumerated() {
    shares[index] = min(texts[index].utf8.count, left / (texts.count - place))
    left -= shares[index]
  }
  return zip(texts, shares).map { excerpt($0, longest: $1) }
}

private func isInsideCodePoint(_ byte: UInt8) -> Bool { byte & 0xC0 == 0x80 }
