/// A keyed hash of bytes: who does not know the key cannot make two inputs collide
/// (Aumasson and Bernstein, "SipHash: a fast short-input PRF", 2012).
///
/// One compression round a word and three at the end, the variant for hash tables, unless told
/// otherwise.
package struct SipHash: Sendable {
  private let key: (UInt64, UInt64)
  private let compressionRounds: Int
  private let finalRounds: Int

  package init(key: (UInt64, UInt64), compressionRounds: Int = 1, finalRounds: Int = 3) {
    self.key = key
    self.compressionRounds = compressionRounds
    self.finalRounds = finalRounds
  }

  package func hash(_ bytes: UnsafeRawBufferPointer) -> UInt64 {
    var state = State(key: key)
    let whole = bytes.count & ~7
    var offset = 0
    while offset < whole {
      let word = bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
      state.absorb(UInt64(littleEndian: word), rounds: compressionRounds)
      offset += 8
    }
    var last = UInt64(truncatingIfNeeded: bytes.count) << 56
    for (index, byte) in bytes[whole...].enumerated() { last |= UInt64(byte) << UInt64(8 * index) }
    state.absorb(last, rounds: compressionRounds)
    return state.finish(rounds: finalRounds)
  }

  /// The hash of words, as if of their bytes in little-endian order.
  func hash(_ first: UInt64, _ second: UInt64, _ third: UInt64) -> UInt64 {
    var state = State(key: key)
    state.absorb(first, rounds: compressionRounds)
    state.absorb(second, rounds: compressionRounds)
    state.absorb(third, rounds: compressionRounds)
    state.absorb(24 << 56, rounds: compressionRounds)
    return state.finish(rounds: finalRounds)
  }

  private struct State {
    var v0, v1, v2, v3: UInt64

    init(key: (UInt64, UInt64)) {
      v0 = key.0 ^ 0x736f_6d65_7073_6575
      v1 = key.1 ^ 0x646f_7261_6e64_6f6d
      v2 = key.0 ^ 0x6c79_6765_6e65_7261
      v3 = key.1 ^ 0x7465_6462_7974_6573
    }

    mutating func absorb(_ word: UInt64, rounds: Int) {
      v3 ^= word
      for _ in 0..<rounds { round() }
      v0 ^= word
    }

    mutating func finish(rounds: Int) -> UInt64 {
      v2 ^= 0xff
      for _ in 0..<rounds { round() }
      return v0 ^ v1 ^ v2 ^ v3
    }

    private mutating func round() {
      v0 &+= v1
      v1 = v1 << 13 | v1 >> 51
      v1 ^= v0
      v0 = v0 << 32 | v0 >> 32
      v2 &+= v3
      v3 = v3 << 16 | v3 >> 48
      v3 ^= v2
      v0 &+= v3
      v3 = v3 << 21 | v3 >> 43
      v3 ^= v0
      v2 &+= v1
      v1 = v1 << 17 | v1 >> 47
      v1 ^= v2
      v2 = v2 << 32 | v2 >> 32
    }
  }
}
