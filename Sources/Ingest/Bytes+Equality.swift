internal import Glibc

extension UnsafeRawBufferPointer {
  func hasSameBytes(as other: UnsafeRawBufferPointer) -> Bool {
    guard count == other.count else { return false }
    guard let left = baseAddress, let right = other.baseAddress else { return true }
    return memcmp(left, right, count) == 0
  }

  func equals(_ name: StaticString) -> Bool {
    hasSameBytes(as: UnsafeRawBufferPointer(start: name.utf8Start, count: name.utf8CodeUnitCount))
  }

  func hasPrefix(_ name: StaticString) -> Bool {
    count >= name.utf8CodeUnitCount
      && UnsafeRawBufferPointer(rebasing: prefix(name.utf8CodeUnitCount)).equals(name)
  }

  func hasSuffix(_ name: StaticString) -> Bool {
    count >= name.utf8CodeUnitCount
      && UnsafeRawBufferPointer(rebasing: suffix(name.utf8CodeUnitCount)).equals(name)
  }

  /// Compares with a name in lower case; only ASCII letters have case.
  func equalsIgnoringCase(_ name: StaticString) -> Bool {
    guard count == name.utf8CodeUnitCount else { return false }
    for index in 0..<count {
      let byte = self[index]
      let lower = byte >= 0x41 && byte <= 0x5a ? byte | 0x20 : byte
      if lower != name.utf8Start[index] { return false }
    }
    return true
  }
}
