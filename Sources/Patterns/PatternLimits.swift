/// How much one search may cost before it is given up.
package struct PatternLimits: Hashable, Sendable {
  /// Backtracking steps from one starting place in the text (pcre2api, `pcre2_set_match_limit`).
  package var steps: UInt32
  /// The processor time of the whole search, in nanoseconds.
  package var time: Int64
  /// The memory for backtracking, in KiB: of the interpreter's frames, or of the JIT's stack.
  package var memory: UInt32

  /// Steps and memory below 1 count as 1.
  package init(steps: UInt32 = 10_000_000, time: Int64 = 15_000_000, memory: UInt32 = 8_192) {
    self.steps = max(1, steps)
    self.time = time
    self.memory = max(1, memory)
  }

  /// At most about 15 ms a search.
  package static let standard = PatternLimits()
}
