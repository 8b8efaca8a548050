package import CallModel
internal import Synchronization

/// The keys that a running service knows, read again when their file changes.
///
/// Threads may share it. A file that cannot be read changes nothing: the keys known before stay
/// good, and the error says why. A file that is gone means that no key is good any more.
package final class KeyRing: Sendable {
  private struct State {
    var keys: [String: AccessKey] = [:]
    var stamp: FileStamp?
    var lastLook: Nanoseconds?
    var everHeldKeys = false
  }

  /// How often the file is looked at, at most.
  package static let patience = Nanoseconds.seconds(1)

  private let state = Mutex(State())
  /// What an unknown id is compared with, so that it takes the time of a wrong secret.
  private let nobody: AccessKey

  /// Knows no key.
  package init() {
    var random = SystemRandomNumberGenerator()
    nobody = AccessKey(
      of: KeyText(using: &random), name: "nobody", roles: [], created: 0, using: &random)
  }

  /// Whether there was a key, revoked or not, since the start. From then on nothing is open,
  /// whatever becomes of the file: to lose it must not unlock the service.
  package var everHeldKeys: Bool { state.withLock { $0.everHeldKeys } }

  /// Reads the file at a path; absent, no key is known. Blocks while it reads.
  package func reload(from path: String) throws(KeyFileError) {
    let read = try KeyFile.stamped(from: path)
    let keys = Dictionary(uniqueKeysWithValues: (read?.file.keys ?? []).map { ($0.id, $0) })
    state.withLock {
      $0.keys = keys
      $0.stamp = read?.stamp
      $0.everHeldKeys = $0.everHeldKeys || !keys.isEmpty
    }
  }

  /// Looks at the file, if the last look was a second ago, and reads it if it has changed. Call
  /// it as often as you like, from a thread that may block.
  ///
  /// - Returns: Whether it was read.
  package func reloadIfChanged(from path: String, now: Nanoseconds) throws(KeyFileError) -> Bool {
    let stamp: FileStamp?? = state.withLock {
      // A clock that was set back must not put the next look off.
      if let last = $0.lastLook, now >= last, now - last < Self.patience { return nil }
      $0.lastLook = now
      return .some($0.stamp)
    }
    guard let known = stamp, FileStamp(of: path) != known else { return false }
    try reload(from: path)
    return true
  }

  /// The key that a text is, revoked or not; nil for an unknown id or a wrong secret.
  func key(_ text: KeyText) -> AccessKey? {
    let known = state.withLock { $0.keys[text.id] }
    let holds = (known ?? nobody).holds(secret: text.secret)
    return holds ? known : nil
  }
}
