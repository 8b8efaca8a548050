internal import Glibc
internal import Synchronization

/// Users for programs: each that runs has one of its own, so that neither the service's files nor other programs
/// are open to it, and limits of processes count for it alone.
///
/// Only root can give them. They need no entry in a list of users.
final class UserPool: Sendable {
  /// Those that systemd(1) uses for the same purpose (`DynamicUser`).
  static let users: ClosedRange<UInt32> = 61_184...65_519

  private let state: Mutex<(taken: Set<UInt32>, next: UInt32)>

  init() {
    state = Mutex((taken: [], next: UInt32.random(in: Self.users)))
  }

  /// A user that no process has now; nil where there is none, or this process is not root.
  func take() -> UInt32? {
    guard geteuid() == 0 else { return nil }
    let used = Self.usedNow()
    return state.withLock { state in
      for _ in Self.users {
        let user = state.next
        state.next = user == Self.users.upperBound ? Self.users.lowerBound : user + 1
        if !used.contains(user), state.taken.insert(user).inserted { return user }
      }
      return nil
    }
  }

  func giveBack(_ user: UInt32) {
    state.withLock { _ = $0.taken.remove(user) }
  }

  /// The owners of all processes.
  private static func usedNow() -> Set<UInt32> {
    var used: Set<UInt32> = []
    guard let stream = opendir("/proc") else { return used }
    defer { closedir(stream) }
    let folder = dirfd(stream)
    while let entry = readdir(stream) {
      guard entry.pointee.d_name.0 >= 48, entry.pointee.d_name.0 <= 57 else { continue }
      var status = stat()
      let found = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { fstatat(folder, $0, &status, 0) }
      }
      if found == 0 { used.insert(status.st_uid) }
    }
    return used
  }
}
