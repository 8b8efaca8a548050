import Access
import CallModel
import Foundation
import Testing

@Suite struct KeyRingTests {
  let folder: TestFolder
  let path: String
  let owner = key(1, "owner", .operate)

  init() throws {
    folder = try TestFolder()
    path = folder.path + "/keys.json"
  }

  private func isGood(_ ring: KeyRing) -> Bool {
    let door = Gatekeeper(ring: ring, isOpenWithoutKeys: false)
    let shown = Credentials(authorization: "Bearer \(owner.text)", apiKey: nil)
    return door.decide(shown, .anyOf(.read)) == .allowed("owner")
  }

  @Test func aRevocationIsNoticed() throws {
    let ring = try ring(folder, [owner.record])
    #expect(try ring.reloadIfChanged(from: path, now: .seconds(1)) == false)
    #expect(isGood(ring))
    _ = try KeyFile.edit(at: path) { $0.revoke(owner.record.id, at: 7) }
    #expect(try ring.reloadIfChanged(from: path, now: .seconds(1) + 1) == false, "looked at a moment ago")
    #expect(isGood(ring))
    #expect(try ring.reloadIfChanged(from: path, now: .seconds(2)))
    #expect(!isGood(ring))
    #expect(try ring.reloadIfChanged(from: path, now: .seconds(3)) == false)
  }

  @Test func aClockThatGoesBackDoesNotStopIt() throws {
    let ring = try ring(folder, [owner.record])
    #expect(try ring.reloadIfChanged(from: path, now: .days(9)) == false)
    _ = try KeyFile.edit(at: path) { $0.revoke(owner.record.id, at: 7) }
    #expect(try ring.reloadIfChanged(from: path, now: .days(1)))
  }

  @Test func aFileThatIsGoneLeavesNoKeyAndNoOpenDoor() throws {
    let ring = try ring(folder, [owner.record])
    try FileManager.default.removeItem(atPath: path)
    #expect(try ring.reloadIfChanged(from: path, now: .seconds(1)))
    #expect(!isGood(ring))
    #expect(ring.everHeldKeys)
    let door = Gatekeeper(ring: ring, isOpenWithoutKeys: true)
    guard case .unauthenticated = door.decide(Credentials(authorization: nil, apiKey: nil), .anyOf(.read)) else {
      Issue.record("open")
      return
    }
  }

  @Test func aFileThatBreaksChangesNothing() throws {
    let ring = try ring(folder, [owner.record])
    try Data("{".utf8).write(to: URL(fileURLWithPath: path))
    #expect(throws: KeyFileError.self) { try ring.reloadIfChanged(from: path, now: .seconds(1)) }
    #expect(isGood(ring))
    #expect(throws: KeyFileError.self, "again, until it is mended") {
      try ring.reloadIfChanged(from: path, now: .seconds(2))
    }
  }

  @Test func theFirstKeyIsNoticed() throws {
    let ring = KeyRing()
    try ring.reload(from: path)
    #expect(!ring.everHeldKeys)
    _ = try KeyFile.edit(at: path) { $0.add(owner.record) }
    #expect(try ring.reloadIfChanged(from: path, now: 0))
    #expect(ring.everHeldKeys)
    #expect(isGood(ring))
  }
}
