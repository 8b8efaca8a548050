import Access
import Foundation
import Testing

@Suite struct KeyFileTests {
  @Test func isReadAsItIsWritten() throws {
    var file = KeyFile()
    _ = file.add(key(1, "collector", [.ingest, .scrape]).record)
    _ = file.add(key(2, "console", .operate).record)
    _ = file.revoke(key(2, "", .operate).record.id, at: 5)
    #expect(file.keys.map(\.revoked) == [nil, 5])
    #expect(try KeyFile(parsing: file.bytes, path: "k") == file)
  }

  @Test func holdsNoSecret() throws {
    let (text, record) = key(3, "a", .read)
    var file = KeyFile()
    _ = file.add(record)
    let secret = try #require(KeyText(parsing: text)).secret
    #expect(!String(decoding: file.bytes, as: UTF8.self).contains(secret.prefix(8)))
  }

  @Test func anIDIsThereOnce() {
    var file = KeyFile()
    let first = file.add(key(1, "a", .read).record)
    let second = file.add(key(1, "b", .operate).record)
    #expect(first && !second)
    #expect(file.keys.count == 1)
  }

  @Test func aSecondRevocationChangesNothing() {
    var file = KeyFile()
    let record = key(1, "a", .read).record
    _ = file.add(record)
    let revoked = ["nothere0", record.id, record.id].enumerated().map { file.revoke($1, at: Int64(5 + $0))?.revoked }
    #expect(revoked == [nil, 6, 6])
  }

  @Test func editingLeavesAFileForItsOwnerOnly() throws {
    let folder = try TestFolder()
    let path = folder.path + "/deep/er/keys.json"
    #expect(try KeyFile.read(from: path) == nil)
    let added = try KeyFile.edit(at: path) { file in file.add(key(1, "a", .read).record) }
    #expect(added)
    let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
    #expect(mode == 0o600)
    #expect(!FileManager.default.fileExists(atPath: path + ".new"))
    #expect(try KeyFile.read(from: path)?.keys.map(\.name) == ["a"])
  }

  @Test func aFailedChangeWritesNothing() throws {
    struct Failure: Error {}
    let folder = try TestFolder()
    let path = folder.path + "/keys.json"
    #expect(throws: Failure.self) {
      try KeyFile.edit(at: path) { file throws(Failure) in
        _ = file.add(key(1, "a", .read).record)
        throw Failure()
      }
    }
    #expect(try KeyFile.read(from: path) == nil)
  }

  /// Many at once: the lock lets none of them lose another's key.
  @Test func editsAtOnceAreAllKept() async throws {
    let folder = try TestFolder()
    let path = folder.path + "/keys.json"
    try await withThrowingTaskGroup(of: Void.self) { group in
      for seed in 1...20 {
        group.addTask { _ = try KeyFile.edit(at: path) { $0.add(key(UInt64(seed), "k\(seed)", .read).record) } }
      }
      try await group.waitForAll()
    }
    #expect(try KeyFile.read(from: path)?.keys.count == 20)
  }

  @Test func aFileThatOthersMayWriteIsRefused() throws {
    let folder = try TestFolder()
    let path = folder.path + "/keys.json"
    _ = try KeyFile.edit(at: path) { $0.add(key(1, "a", .read).record) }
    try FileManager.default.setAttributes([.posixPermissions: 0o620], ofItemAtPath: path)
    let error = #expect(throws: KeyFileError.self) { try KeyFile.read(from: path) }
    #expect(error?.code == .unsafe)
    #expect(error?.description.contains("chmod 600") == true)
  }

  @Test(arguments: [
    "", "[]", "{}", #"{"version":2,"keys":[]}"#, #"{"version":1}"#, #"{"version":1,"keys":[{}]}"#,
    #"{"version":1,"keys":[]"#,
  ])
  func whatIsNoFileOfKeysIsRefused(text: String) {
    let error = #expect(throws: KeyFileError.self) { try KeyFile(parsing: Array(text.utf8), path: "the file") }
    #expect(error?.code == .malformed)
    #expect(error?.description.hasPrefix("the file: ") == true)
  }

  /// A role or a hash that is not understood must not make a weaker key.
  @Test(arguments: [
    ("\"read\"", "\"reed\""), ("\"read\"", "7"), ("\"revoked\":null", "\"revoked\":\"yes\""),
    ("\"revoked\":null,", ""), ("\"hash\":\"", "\"hash\":\"00"), ("\"salt\":\"", "\"salt\":\"zz"),
    ("\"name\":\"a\"", "\"name\":\"\""), ("\"created\":1000", "\"created\":\"then\""),
  ])
  func oneWrongMemberIsRefused(old: String, new: String) throws {
    var file = KeyFile()
    _ = file.add(key(1, "a", .read).record)
    let text = String(decoding: file.bytes, as: UTF8.self)
    let wrong = text.replacingOccurrences(of: old, with: new)
    #expect(wrong != text)
    #expect(throws: KeyFileError.self) { try KeyFile(parsing: Array(wrong.utf8), path: "k") }
  }
}
