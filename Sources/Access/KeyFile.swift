package import CallModel
internal import JSON

/// What the file of keys holds: one JSON document,
/// `{"version":1,"keys":[{"id","name","roles","created","revoked","salt","hash"}]}`, times in
/// nanoseconds since 1970, salt and hash in hexadecimal.
package struct KeyFile: Hashable, Sendable {
  /// In the order in which they were made, revoked ones among them.
  package private(set) var keys: [AccessKey] = []

  /// More are refused, so that a file stays below `largest`.
  package static let mostKeys = 10_000
  /// The bytes of a file that is read at all.
  package static let largest = 8 << 20

  package init() {}

  /// Reads a document. Anything in it that is not understood is an error: a role that a later
  /// version added must not be dropped in silence.
  package init(parsing bytes: [UInt8], path: String) throws(KeyFileError) {
    guard bytes.count <= Self.largest else {
      throw KeyFileError(.tooLarge, "\(path): larger than \(Self.largest >> 20) MiB")
    }
    func malformed(_ what: String) -> KeyFileError {
      KeyFileError(.malformed, "\(path): \(what); restore it, or remove it and make new keys with `assay key new`")
    }
    let document: JSON
    do { document = try JSON(parsing: bytes, maxDepth: 8) } catch { throw malformed("\(error)") }
    guard document["version"] == 1 else { throw malformed("not a file of keys of version 1") }
    guard let entries = document["keys"]?.array, entries.count <= Self.mostKeys else {
      throw malformed("'keys' is no list of at most \(Self.mostKeys)")
    }
    var ids: Set<String> = []
    for (place, entry) in entries.enumerated() {
      guard let key = AccessKey(entry) else { throw malformed("key \(place + 1) is not understood") }
      guard ids.insert(key.id).inserted else { throw malformed("the id of key \(place + 1) is there twice") }
      keys.append(key)
    }
  }

  /// The document as it is written.
  package var bytes: [UInt8] {
    let entries = keys.map { $0.json.text() }
    return Array("{\"version\":1,\"keys\":[\n\(entries.joined(separator: ",\n"))\n]}\n".utf8)
  }

  /// Adds a key; false if there are too many, or one with its id.
  package mutating func add(_ key: AccessKey) -> Bool {
    guard keys.count < Self.mostKeys, !keys.contains(where: { $0.id == key.id }) else { return false }
    keys.append(key)
    return true
  }

  /// Revokes a key, and returns it; nil if there is none with this id. A second time changes nothing.
  package mutating func revoke(_ id: String, at now: Nanoseconds) -> AccessKey? {
    guard let place = keys.firstIndex(where: { $0.id == id }) else { return nil }
    if keys[place].revoked == nil { keys[place].revoked = now }
    return keys[place]
  }
}

extension AccessKey {
  fileprivate init?(_ json: JSON) {
    guard let id = json["id"]?.string, id.utf8.count == KeyText.idLength,
      let name = json["name"]?.string, AccessKey.isName(name),
      let words = json["roles"]?.array, let created = json["created"]?.number?.int64,
      let salt = json["salt"]?.string.flatMap(bytes(hexadecimal:)), salt.count == AccessKey.saltLength,
      let hash = json["hash"]?.string.flatMap(bytes(hexadecimal:)), hash.count == 32,
      let revoked = json["revoked"]
    else { return nil }
    let roles = words.compactMap { $0.string.flatMap(Role.init(rawValue:)) }
    guard roles.count == words.count, revoked.isNull || revoked.number?.int64 != nil else { return nil }
    self.init(
      id: id, name: name, roles: Roles(roles), created: created, revoked: revoked.number?.int64, salt: salt, hash: hash)
  }

  fileprivate var json: JSON {
    [
      "id": .string(id), "name": .string(name), "roles": .array(roles.names.map(JSON.string)),
      "created": JSON(created), "revoked": revoked.map { JSON($0) } ?? .null, "salt": .string(hexadecimal(salt)),
      "hash": .string(hexadecimal(hash)),
    ]
  }
}

private func hexadecimal(_ bytes: [UInt8]) -> String {
  bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
}

private func bytes(hexadecimal text: String) -> [UInt8]? {
  let digits = text.utf8.map { Character(UnicodeScalar($0)).isASCII ? Character(UnicodeScalar($0)).hexDigitValue : nil }
  guard digits.count.isMultiple(of: 2) else { return nil }
  var result: [UInt8] = []
  for place in stride(from: 0, to: digits.count, by: 2) {
    guard let high = digits[place], let low = digits[place + 1] else { return nil }
    result.append(UInt8(high << 4 | low))
  }
  return result
}
