internal import Storage

/// Random numbers that are made once for a store and then stay.
struct StoreSecrets {
  /// Recognises batches and spans that are sent again.
  let hashKey: (UInt64, UInt64)
  /// Decides which calls are judged.
  let samplingSalt: UInt64
  /// Decides whose calls a throttle lets through.
  let admissionSalt: UInt64

  init(_ index: Index) throws(StorageError) {
    hashKey = (try Self.word(index, "hash.key.0"), try Self.word(index, "hash.key.1"))
    samplingSalt = try Self.word(index, "sampling.salt")
    admissionSalt = try Self.word(index, "admission.salt")
  }

  private static func word(_ index: Index, _ name: String) throws(StorageError) -> UInt64 {
    let bytes = try index.setting(name) {
      withUnsafeBytes(of: UInt64.random(in: .min ... .max).littleEndian) { [UInt8]($0) }
    }
    return bytes.prefix(8).reversed().reduce(0) { $0 << 8 | UInt64($1) }
  }
}
