internal import CPCRE2
internal import Synchronization

/// A regular expression, compiled once and safe to use from any thread (PCRE2, UTF and UCP, JIT
/// where the machine has it).
///
/// Every search ends with an answer or with `PatternError.limit`, within about the time of its
/// limits whatever pattern and text are; see `Search`.
package final class Pattern: Sendable {
  package let source: String
  package let options: PatternOptions
  package let limits: PatternLimits
  /// The numbers of the groups of each name.
  package let groupNames: [String: [Int]]

  let code: CompiledCode
  let habit: SearchHabit
  /// A byte without which nothing matches.
  let needed: UInt8?
  private let watchedCode = Mutex<CompiledCode?>(nil)

  /// Throws `invalid` with the place in the pattern, or `tooLarge`.
  package init(
    _ source: String, options: PatternOptions = [], limits: PatternLimits = .standard
  ) throws(PatternError) {
    code = try CompiledCode(source, options: options, watched: false)
    self.source = source
    self.options = options
    self.limits = limits
    habit = SearchHabit(of: source)
    groupNames = code.groupNames()
    needed = code.neededByte
  }

  /// How many groups capture, without the whole match.
  package var groupCount: Int { code.groupCount }

  /// The first match that begins at byte `from` or later; nil if there is none.
  ///
  /// What stands before `from` is still seen by `^`, `\b` and lookbehind. `from` must be a
  /// boundary between characters, else the search fails. `time` shortens the limit of time, in
  /// nanoseconds.
  package func firstMatch(
    in text: String, from: Int = 0, within time: Int64 = .max
  ) throws(PatternError) -> PatternMatch? {
    var text = text
    return try text.withUTF8 { bytes in
      Result { () throws(PatternError) in
        try search(bytes, from, time) { groups in PatternMatch(groups: groups(), names: groupNames) }
      }
    }.get()
  }

  /// As for a String, of text that is known to be well-formed.
  package func firstMatch(in text: UTF8Span, from: Int = 0) throws(PatternError) -> PatternMatch? {
    try text.span.withUnsafeBufferPointer { bytes in
      Result { () throws(PatternError) in
        try search(bytes, from, .max) { groups in PatternMatch(groups: groups(), names: groupNames) }
      }
    }.get()
  }

  /// Whether the pattern matches anywhere in the text.
  package func matches(_ text: String, within time: Int64 = .max) throws(PatternError) -> Bool {
    var text = text
    return try text.withUTF8 { bytes in
      Result { () throws(PatternError) in try search(bytes, 0, time) { _ in true } ?? false }
    }.get()
  }

  /// As for a String, of bytes that are known to be well-formed UTF-8.
  package func matches(wellFormed bytes: UnsafeRawBufferPointer) throws(PatternError) -> Bool {
    try search(bytes.assumingMemoryBound(to: UInt8.self), 0, .max) { _ in true } ?? false
  }

  private func search<Answer>(
    _ bytes: UnsafeBufferPointer<UInt8>, _ from: Int, _ time: Int64, _ answer: (() -> [Range<Int>?]) -> Answer
  ) throws(PatternError) -> Answer? {
    guard let scratch = MatchScratch.ofThisThread else { throw .limit(.memory) }
    let search = Search(of: self, in: bytes, with: scratch, within: min(time, limits.time))
    guard let count = try search.run(from: from) else { return nil }
    return answer { scratch.groups(count, of: groupCount) }
  }

  /// The same pattern with callouts, compiled when a search first needs it.
  func watched() throws(PatternError) -> CompiledCode {
    let made = watchedCode.withLock { kept in
      Result { () throws(PatternError) in
        if let kept { return kept }
        let code = try CompiledCode(source, options: options, watched: true)
        kept = code
        return code
      }
    }
    return try made.get()
  }
}
