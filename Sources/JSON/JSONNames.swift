/// Keys to look for, in an order, their bytes side by side.
public struct JSONNames: Sendable {
  @usableFromInline let bytes: [UInt8]
  /// Where each begins in `bytes`; at last where the last one ends.
  @usableFromInline let starts: [Int]
  @usableFromInline let hashes: [UInt32]

  /// Takes names as they are.
  package init(_ names: [String]) {
    var bytes: [UInt8] = []
    var starts = [0]
    for name in names {
      bytes += name.utf8
      starts.append(bytes.count)
    }
    self.bytes = bytes
    self.starts = starts
    hashes = names.map { JSONName($0).hash }
  }

  /// How many they are.
  @inlinable public var count: Int { hashes.count }

  /// The hash of each, as `JSONView.keyHash`.
  package func hash(at place: Int) -> UInt32 { hashes[place] }

  /// The name at a place.
  package func text(_ place: Int) -> String {
    String(decoding: bytes[starts[place]..<starts[place + 1]], as: UTF8.self)
  }

  /// Whether the name at a place is a key.
  @inlinable @inline(__always)
  public func holds(_ key: JSONView.Index, of view: JSONView, at place: Int) -> Bool {
    hashes[place] == view.keyHash(key) && view.equals(key, bytes, from: starts[place], to: starts[place + 1])
  }
}
