internal import CPCRE2
internal import Glibc

/// What a running search writes to: PCRE2's match data, match context and JIT stack.
///
/// One for each thread, made at its first search and freed when it ends: PCRE2 forbids two
/// threads to share any of the three (pcre2jit, "Controlling the JIT stack"), a search never
/// suspends, and so no lock is taken and the memory is bounded by the number of threads.
/// The match data has room for every group of every pattern that `CompiledCode` accepts.
final class MatchScratch {
  let data: OpaquePointer
  let context: OpaquePointer
  private let stack: OpaquePointer?

  /// The pages are touched only as a search needs them.
  static let smallestStack = 32 * 1_024
  static let largestStack = 4 * 1_024 * 1_024

  private init?() {
    guard let data = pcre2_match_data_create_8(UInt32(CompiledCode.mostGroups), nil) else { return nil }
    guard let context = pcre2_match_context_create_8(nil) else {
      pcre2_match_data_free_8(data)
      return nil
    }
    self.data = data
    self.context = context
    stack = pcre2_jit_stack_create_8(Self.smallestStack, Self.largestStack, nil)
    // Without a stack of its own, JIT code uses 32 KiB of the thread's.
    if let stack { pcre2_jit_stack_assign_8(context, nil, UnsafeMutableRawPointer(stack)) }
  }

  deinit {
    pcre2_match_data_free_8(data)
    pcre2_match_context_free_8(context)
    if let stack { pcre2_jit_stack_free_8(stack) }
  }

  /// This thread's scratch; nil if there is no memory for one.
  static var ofThisThread: MatchScratch? {
    guard let key else { return nil }
    if let known = pthread_getspecific(key) { return Unmanaged<MatchScratch>.fromOpaque(known).takeUnretainedValue() }
    guard let made = MatchScratch() else { return nil }
    let reference = Unmanaged.passRetained(made)
    guard pthread_setspecific(key, reference.toOpaque()) == 0 else {
      reference.release()
      return nil
    }
    return made
  }

  private static let key: pthread_key_t? = {
    var key: pthread_key_t = 0
    let status = pthread_key_create(&key) { kept in
      if let kept { Unmanaged<MatchScratch>.fromOpaque(kept).release() }
    }
    return status == 0 ? key : nil
  }()
}

extension MatchScratch {
  /// The ranges that the last search left, `count` of them set, for a pattern of `groups` groups.
  func groups(_ count: Int, of groups: Int) -> [Range<Int>?] {
    guard let vector = pcre2_get_ovector_pointer_8(data) else { return [] }
    return (0...groups).map { group in
      guard group < count else { return nil }
      let start = vector[2 * group]
      let end = vector[2 * group + 1]
      guard start != CPCRE2_UNSET, end != CPCRE2_UNSET else { return nil }
      // \K may move the start of a match behind its end.
      return min(start, end)..<end
    }
  }
}
