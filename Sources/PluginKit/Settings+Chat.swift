extension Settings {
  /// Where chats are posted at an OpenAI-compatible API whose base URL stands here: `https://api.openai.com/v1`.
  ///
  /// The whole path, `/chat/completions`, may stand there too, and a query behind it.
  public mutating func chatAddress(_ key: String) -> String? {
    guard let base = webAddress(key) else { return nil }
    let query = base.firstIndex(of: "?") ?? base.endIndex
    var path = base[..<query]
    while path.last == "/" { path.removeLast() }
    let tail = "/chat/completions"
    return path.hasSuffix(tail) ? "\(path)\(base[query...])" : "\(path)\(tail)\(base[query...])"
  }

  /// A key that can be sent in a header; nil for endpoints that ask for none. Its value is never repeated.
  public mutating func apiKey(_ key: String) -> String? {
    guard let value = text(key), !value.isEmpty else { return nil }
    guard value.utf8.count <= 4_096, value.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else {
      report("holds a blank, a line break or a letter that no header can have", at: key)
      return nil
    }
    return value
  }
}
