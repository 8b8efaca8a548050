import CallModel

@testable import Pipeline

/// How long a condition may take that a machine in a hurry brings about in milliseconds.
let patience = Nanoseconds.seconds(30)

/// Asks until the answer is yes; false if it stays no.
func eventually(_ condition: () async throws -> Bool) async throws -> Bool {
  let end = ContinuousClock.now + .nanoseconds(patience)
  while ContinuousClock.now < end {
    if try await condition() { return true }
    try await Task.sleep(for: .milliseconds(5))
  }
  return try await condition()
}

/// A door before which threads wait until it is opened.
final class Door: Sendable {
  private let isOpen = Monitor(false)

  func open() { isOpen.withLock { $0 = true } }

  /// False if nobody opened it in time, so that a failing test ends.
  @discardableResult
  func pass() -> Bool { isOpen.wait(timeout: patience) { $0 ? true : nil } ?? false }
}

/// What threads have written down, in the order in which they did.
final class Notes<Note: Sendable & Equatable>: Sendable {
  private let notes = Monitor<[Note]>([])

  func add(_ note: Note) { notes.withLock { $0.append(note) } }
  func add(_ more: [Note]) { notes.withLock { $0 += more } }
  var all: [Note] { notes.withLock { $0 } }

  /// Waits until there are so many; false if they do not come.
  @discardableResult
  func wait(for count: Int, atMost timeout: Nanoseconds = patience) -> Bool {
    notes.wait(timeout: timeout) { $0.count >= count ? true : nil } ?? false
  }
}
