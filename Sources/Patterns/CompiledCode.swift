internal import CPCRE2

/// The owner of one compiled `pcre2_code`.
///
/// Sendable although it holds a pointer: after compilation, JIT included, the code is only
/// read, and PCRE2 lets any number of threads read it (pcre2api, "Multithreading").
final class CompiledCode: @unchecked Sendable {
  let pointer: OpaquePointer

  /// Bytes of pattern text; also what bounds the time of compilation.
  static let longestPattern = 32 * 1_024
  /// Bytes of compiled code, and of machine code.
  static let largestCode = 512 * 1_024
  static let largestMachineCode = 4 * 1_024 * 1_024
  /// Groups that capture; the threads' match data is made for this many.
  static let mostGroups = 100
  static let deepestNesting: UInt32 = 100

  /// With `watched`, a callout stands before each item of the pattern, so that a running
  /// search can be stopped between any two.
  init(_ pattern: String, options: PatternOptions, watched: Bool) throws(PatternError) {
    guard pattern.utf8.count <= Self.longestPattern else {
      throw .tooLarge(message: "the pattern is longer than \(Self.longestPattern) bytes")
    }
    var code: Int32 = 0
    var offset = 0
    let compiled = Self.compile(pattern, options, watched: watched, &code, &offset)
    guard let compiled else { throw Self.error(code, offset) }
    pointer = compiled
    // Where this fails, this machine or this pattern has no machine code (such as the callouts
    // within `(?(?=a)…)`, for which PCRE2 reports a lack of memory): the interpreter gives the
    // same answers.
    _ = pcre2_jit_compile_8(compiled, PCRE2_JIT_COMPLETE)
    guard size(PCRE2_INFO_SIZE) <= Self.largestCode, size(PCRE2_INFO_JITSIZE) <= Self.largestMachineCode else {
      throw .tooLarge(message: "the pattern takes too much room when compiled; shorten it or its {n,m} counts")
    }
    guard number(PCRE2_INFO_CAPTURECOUNT) < Self.mostGroups else {
      throw .tooLarge(message: "the pattern has more than \(Self.mostGroups - 1) capture groups; use (?:…) for some")
    }
  }

  deinit { pcre2_code_free_8(pointer) }

  var isJIT: Bool { size(PCRE2_INFO_JITSIZE) > 0 }
  var groupCount: Int { number(PCRE2_INFO_CAPTURECOUNT) }

  /// The last character that must stand in every match behind its first, where PCRE2 knows one
  /// (pcre2api, PCRE2_INFO_LASTCODEUNIT) and it is ASCII.
  ///
  /// No letter: PCRE2 does not tell whether its case counts, as in `[Aa]{2}` it does not.
  var neededByte: UInt8? {
    guard number(PCRE2_INFO_LASTCODETYPE) == 1, let byte = UInt8(exactly: number(PCRE2_INFO_LASTCODEUNIT)), byte < 0x80
    else { return nil }
    return (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20) ? nil : byte
  }

  /// The numbers of the groups that have each name; several where `(?J)` allows it.
  func groupNames() -> [String: [Int]] {
    var table: UnsafePointer<UInt8>?
    guard pcre2_pattern_info_8(pointer, UInt32(PCRE2_INFO_NAMETABLE), &table) == 0, let table else { return [:] }
    let entry = number(PCRE2_INFO_NAMEENTRYSIZE)
    var names: [String: [Int]] = [:]
    for position in 0..<number(PCRE2_INFO_NAMECOUNT) {
      // Two bytes of group number, then the name, closed by a zero (pcre2api, PCRE2_INFO_NAMETABLE).
      let start = table + position * entry
      let name = String(cString: start + 2)
      names[name, default: []].append(Int(start[0]) << 8 | Int(start[1]))
    }
    return names
  }

  // MARK: Compiling

  private static func compile(
    _ pattern: String, _ options: PatternOptions, watched: Bool, _ code: inout Int32, _ offset: inout Int
  ) -> OpaquePointer? {
    guard let context = pcre2_compile_context_create_8(nil) else {
      code = outOfMemory
      return nil
    }
    defer { pcre2_compile_context_free_8(context) }
    pcre2_set_parens_nest_limit_8(context, deepestNesting)
    if options.contains(.ecma) {
      pcre2_set_newline_8(context, UInt32(PCRE2_NEWLINE_ANYCRLF))
      pcre2_set_compile_extra_options_8(context, PCRE2_EXTRA_ALT_BSUX)
    }
    var text = pattern
    return text.withUTF8 { bytes in
      // A Swift String's UTF-8 is always well-formed, so PCRE2 need not look again.
      pcre2_compile_8(
        bytes.baseAddress, bytes.count, flags(options, watched: watched) | PCRE2_NO_UTF_CHECK, &code, &offset, context)
    }
  }

  private static func flags(_ options: PatternOptions, watched: Bool) -> UInt32 {
    // \C could match half a character, and the searches below start at character boundaries.
    var flags = PCRE2_UTF | PCRE2_NEVER_BACKSLASH_C | PCRE2_USE_OFFSET_LIMIT
    if options.contains(.caseless) { flags |= PCRE2_CASELESS }
    if options.contains(.multiline) { flags |= PCRE2_MULTILINE }
    if options.contains(.dotAll) { flags |= PCRE2_DOTALL }
    if options.contains(.ecma) {
      flags |= PCRE2_DOLLAR_ENDONLY | PCRE2_MATCH_UNSET_BACKREF | PCRE2_ALLOW_EMPTY_CLASS
    } else {
      flags |= PCRE2_UCP
    }
    if watched { flags |= PCRE2_AUTO_CALLOUT }
    return flags
  }

  private static func error(_ code: Int32, _ offset: Int) -> PatternError {
    var buffer = [UInt8](repeating: 0, count: 256)
    let count = buffer.withUnsafeMutableBufferPointer { pcre2_get_error_message_8(code, $0.baseAddress, $0.count) }
    let message = String(decoding: buffer.prefix(max(0, Int(count))), as: UTF8.self)
    return tooLarge.contains(code) ? .tooLarge(message: message) : .invalid(message: message, offset: offset)
  }

  private static let outOfMemory = Int32(PCRE2_ERROR_HEAP_FAILED)
  private static let tooLarge: Set<Int32> = [
    outOfMemory, Int32(PCRE2_ERROR_PATTERN_TOO_LARGE), Int32(PCRE2_ERROR_PATTERN_TOO_COMPLICATED),
    Int32(PCRE2_ERROR_PARENTHESES_NEST_TOO_DEEP), Int32(PCRE2_ERROR_PATTERN_STRING_TOO_LONG),
  ]

  // MARK: Asking

  private func size(_ what: Int32) -> Int {
    var value = 0
    return pcre2_pattern_info_8(pointer, UInt32(what), &value) == 0 ? value : 0
  }

  private func number(_ what: Int32) -> Int {
    var value: UInt32 = 0
    return pcre2_pattern_info_8(pointer, UInt32(what), &value) == 0 ? Int(value) : 0
  }
}
