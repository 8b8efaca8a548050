internal import CPCRE2
internal import Glibc

/// One search for a pattern in one text that ends within about its time, whatever the two are.
///
/// PCRE2 counts backtracking steps from each starting place anew, and the characters that a
/// repeat passes over not at all, so a limit of steps alone lets a search for `\s+$` or
/// `(.*?)\s+$` in a long text run for minutes. Hence two stages. The first runs the code as
/// fast as it goes, in rounds of a few starting places with few steps each; it looks at the
/// clock between rounds, and while they are quick makes them larger. Nearly every search ends
/// here. Where it turns slow, the second goes on from there, running code that has a callout
/// before each item of the pattern, which looks at the clock.
struct Search {
  private let pattern: Pattern
  private let bytes: UnsafeBufferPointer<UInt8>
  private let scratch: MatchScratch
  /// The processor time that it may take, in nanoseconds.
  private let time: Int64

  /// What the first round may cost: starting places × steps × characters passed in a step, some
  /// of which take a nanosecond each.
  static let firstRound = 8_000_000
  /// Starting places × characters passed that a round may come to, however quick those before
  /// were: what a possessive repeat passes over counts as no step, and the text may turn evil at
  /// any place.
  static let largestRound = 16_000_000
  /// By how much a round is larger than the last one.
  static let growth = 8
  /// The first stage may take a tenth of the time, lest its next round take all of it, and this
  /// many nanoseconds more for each byte that it has passed, up to two thirds.
  static let patiencePerByte: Int64 = 8
  /// In longer texts the first round is timed too, and the dearer clock has the last word, which
  /// does not count the time that the thread had to wait.
  static let longText = 16_384

  init(
    of pattern: Pattern, in bytes: UnsafeBufferPointer<UInt8>, with scratch: MatchScratch, within time: Int64
  ) {
    self.pattern = pattern
    self.bytes = bytes
    self.scratch = scratch
    self.time = time
  }

  /// The number of groups set in the scratch's match data, or nil if nothing matches.
  func run(from start: Int) throws(PatternError) -> Int? {
    guard start >= 0, start <= bytes.count, isBoundary(start) else {
      throw .failed(code: Int32(PCRE2_ERROR_BADOFFSET))
    }
    // PCRE2 looks for it too, but in each round anew.
    if let needed = pattern.needed, pattern.habit != .whole, !has(needed, from: start) { return nil }
    pcre2_set_depth_limit_8(scratch.context, pattern.limits.steps)
    pcre2_set_heap_limit_8(scratch.context, pattern.limits.memory)
    if pattern.habit == .whole { return try watched(from: start, spent: 0) }
    pcre2_set_callout_8(scratch.context, nil, nil)
    return try fast(from: start)
  }

  // MARK: The first stage

  private func fast(from start: Int) throws(PatternError) -> Int? {
    let isLong = bytes.count > Self.longText
    var steps = min(pattern.limits.steps, UInt32(max(8, min(32, Self.firstRound / max(1, bytes.count)))))
    var places = firstPlaces(steps)
    var next = start
    var began = isLong ? clock(CLOCK_MONOTONIC) : nil
    let beganOwn = isLong ? clock(CLOCK_THREAD_CPUTIME_ID) : 0
    while true {
      let end = bytes.count - next > places ? boundary(atOrAfter: next + places) : bytes.count + 1
      // The limit is inclusive: the last place at which this round may begin a match.
      pcre2_set_offset_limit_8(scratch.context, end > bytes.count ? CPCRE2_UNSET : end - 1)
      pcre2_set_match_limit_8(scratch.context, steps)
      let status = match(pattern.code, from: next)
      switch status {
      case 1...: return Int(status)
      case PCRE2_ERROR_NOMATCH where end > bytes.count: return nil
      case PCRE2_ERROR_NOMATCH:
        next = end
        places = min(places * Self.growth, mostPlaces(steps))
      case PCRE2_ERROR_MATCHLIMIT where steps < pattern.limits.steps:
        let growth = UInt32(Self.growth)
        steps = steps > pattern.limits.steps / growth ? pattern.limits.steps : steps * growth
        places = firstPlaces(steps)
      default: throw Self.error(status)
      }
      let now = clock(CLOCK_MONOTONIC)
      var spent = now - (began ?? now)
      began = began ?? now
      let patience = min(time / 10 + Self.patiencePerByte * Int64(next - start), time / 3 * 2)
      if spent > patience, isLong {
        // The dearer clock decides, and the waiting that it does not count is forgotten.
        spent = clock(CLOCK_THREAD_CPUTIME_ID) - beganOwn
        began = now - spent
      }
      if spent > patience {
        // By the cheaper clock it may be waiting that took long, and no search fails for that.
        return try watched(from: next, spent: isLong ? spent : min(spent, time / 2))
      }
    }
  }

  /// From how many places a round with so many steps may begin, at first and at last.
  private func firstPlaces(_ steps: UInt32) -> Int {
    max(1, min(4_096, Self.firstRound / passed / Int(steps)))
  }

  private func mostPlaces(_ steps: UInt32) -> Int {
    max(1, Self.largestRound / passed / max(1, Int(steps) / 32))
  }

  /// How many characters one step may pass over.
  private var passed: Int {
    if case .bold(let passing) = pattern.habit { passing } else { max(1, bytes.count) }
  }

  // MARK: The second stage

  private func watched(from start: Int, spent: Int64) throws(PatternError) -> Int? {
    let code = try pattern.watched()
    var watch = Watch(limit: time - spent, textLength: bytes.count)
    let status = withUnsafeMutablePointer(to: &watch) { watch in
      pcre2_set_callout_8(scratch.context, Watch.look, watch)
      defer { pcre2_set_callout_8(scratch.context, nil, nil) }
      pcre2_set_offset_limit_8(scratch.context, CPCRE2_UNSET)
      pcre2_set_match_limit_8(scratch.context, pattern.limits.steps)
      return match(code, from: start)
    }
    if status > 0 { return Int(status) }
    if status == PCRE2_ERROR_NOMATCH { return nil }
    throw Self.error(status)
  }

  // MARK: Both

  private func match(_ code: CompiledCode, from start: Int) -> Int32 {
    // Not checked again: the bytes are a String's or a UTF8Span's, and `start` is a boundary.
    pcre2_match_8(
      code.pointer, bytes.baseAddress, bytes.count, start, PCRE2_NO_UTF_CHECK, scratch.data, scratch.context)
  }

  private static func error(_ status: Int32) -> PatternError {
    switch status {
    case PCRE2_ERROR_MATCHLIMIT: .limit(.steps)
    case PCRE2_ERROR_CALLOUT: .limit(.time)
    case PCRE2_ERROR_DEPTHLIMIT, PCRE2_ERROR_HEAPLIMIT, PCRE2_ERROR_JIT_STACKLIMIT, PCRE2_ERROR_NOMEMORY,
      PCRE2_ERROR_RECURSELOOP:
      .limit(.memory)
    default: .failed(code: status)
    }
  }

  private func has(_ byte: UInt8, from start: Int) -> Bool {
    guard start < bytes.count, let base = bytes.baseAddress else { return false }
    return memchr(base + start, Int32(byte), bytes.count - start) != nil
  }

  private func isBoundary(_ offset: Int) -> Bool {
    offset == bytes.count || bytes[offset] & 0xC0 != 0x80
  }

  /// Not between CR and LF either: PCRE2 may step over the two as one.
  private func boundary(atOrAfter offset: Int) -> Int {
    var offset = offset
    while !isBoundary(offset) || isInsideLineBreak(offset) { offset += 1 }
    return offset
  }

  private func isInsideLineBreak(_ offset: Int) -> Bool {
    offset > 0 && offset < bytes.count && bytes[offset] == UInt8(ascii: "\n")
      && bytes[offset - 1] == UInt8(ascii: "\r")
  }
}
