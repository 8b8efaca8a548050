/// How many bytes of requests may be under way at once, over all listeners.
package protocol IntakeBound: Sendable {
  /// Takes room for so many bytes, or says no. Called on an event loop: it must never wait.
  func enter(_ bytes: Int) -> Bool
  /// Gives room back.
  func leave(_ bytes: Int)
}
