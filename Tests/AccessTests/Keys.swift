import Access
import Foundation

/// Numbers that come again in each run.
struct CountingNumbers: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return state >> 32 | state << 32
  }
}

/// A key and its record.
func key(_ seed: UInt64, _ name: String, _ roles: Roles) -> (text: String, record: AccessKey) {
  var random = CountingNumbers(state: seed)
  let text = KeyText(using: &random)
  return (text.text, AccessKey(of: text, name: name, roles: roles, created: 1_000, using: &random))
}

/// A folder that is gone after the test.
final class TestFolder {
  let path: String

  init() throws {
    let url = FileManager.default.temporaryDirectory.appendingPathComponent("assay-keys-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    path = url.path
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }
}

/// A ring with keys from a file.
func ring(_ folder: TestFolder, _ records: [AccessKey]) throws -> KeyRing {
  let path = folder.path + "/keys.json"
  for record in records { _ = try KeyFile.edit(at: path) { $0.add(record) } }
  let ring = KeyRing()
  try ring.reload(from: path)
  return ring
}
