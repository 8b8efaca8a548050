import CZlib
import Testing

@testable import OTLP

/// Gzip as zlib writes it.
func gzip(_ content: [UInt8], level: Int32 = 6) throws -> [UInt8] {
  var stream = z_stream()
  try #require(czlib_deflate_gzip_init(&stream, level) == Z_OK)
  defer { deflateEnd(&stream) }
  var input = content
  var output = [UInt8](repeating: 0, count: Int(deflateBound(&stream, UInt(content.count))))
  let status = input.withUnsafeMutableBufferPointer { input in
    output.withUnsafeMutableBufferPointer { output in
      stream.next_in = input.baseAddress
      stream.avail_in = UInt32(input.count)
      stream.next_out = output.baseAddress
      stream.avail_out = UInt32(output.count)
      return deflate(&stream, Z_FINISH)
    }
  }
  try #require(status == Z_STREAM_END)
  return Array(output.prefix(output.count - Int(stream.avail_out)))
}

func gunzip(_ bytes: [UInt8], limit: Int = 1 << 20) throws(GunzipError) -> [UInt8] {
  let result = bytes.withUnsafeBytes { bytes in
    Result { () throws(GunzipError) in try Gunzip.inflate(bytes, limit: limit) }
  }
  return try result.get()
}

@Suite struct GunzipTests {
  /// Longer than the buffer of 64 KiB through which content passes.
  let content: [UInt8] = (0..<200_000).map { UInt8(truncatingIfNeeded: $0 &* $0 >> 7) }

  @Test func contentComesBack() throws {
    #expect(try gunzip(gzip(content)) == content)
    #expect(try gunzip(gzip([])) == [])
    #expect(try gunzip(gzip(content, level: 0)) == content)
  }

  @Test func membersAreJoined() throws {
    let bytes = try gzip([1, 2, 3]) + gzip([]) + gzip([4, 5])
    #expect(try gunzip(bytes) == [1, 2, 3, 4, 5])
  }

  @Test func everyTruncationIsFound() throws {
    let small = Array(content.prefix(300))
    let bytes = try gzip(small) + gzip(small)
    let boundary = bytes.count / 2
    for count in 0..<bytes.count where count != boundary {
      #expect(throws: GunzipError.truncated) { try gunzip(Array(bytes.prefix(count))) }
    }
    #expect(try gunzip(Array(bytes.prefix(boundary))) == small)
  }

  @Test func whatFollowsMustBeGzip() throws {
    let bytes = try gzip([1, 2, 3])
    #expect(throws: GunzipError.trailingGarbage) { try gunzip(bytes + [0]) }
    #expect(throws: GunzipError.trailingGarbage) { try gunzip(bytes + Array("more".utf8)) }
  }

  @Test func damageIsFound() throws {
    let bytes = try gzip(content)
    #expect(throws: GunzipError.corrupt) { try gunzip(Array("plain text, no gzip".utf8)) }
    for index in [0, 1, 2, bytes.count / 2, bytes.count - 8, bytes.count - 1] {
      var damaged = bytes
      damaged[index] ^= 0x55
      #expect(throws: GunzipError.self) { try gunzip(damaged) }
    }
  }

  @Test func theLimitIsExact() throws {
    let bytes = try gzip(content)
    #expect(try gunzip(bytes, limit: content.count) == content)
    #expect(throws: GunzipError.tooLarge(limit: content.count - 1)) { try gunzip(bytes, limit: content.count - 1) }
    #expect(throws: GunzipError.tooLarge(limit: 0)) { try gunzip(bytes, limit: 0) }
    let halves = try gzip(Array(content.prefix(100_000))) + gzip(Array(content.suffix(100_000)))
    #expect(throws: GunzipError.tooLarge(limit: 199_999)) { try gunzip(halves, limit: 199_999) }
  }

  @Test func aBombIsGivenUpAtTheLimit() throws {
    let mebibytes = try gzip([UInt8](repeating: 0, count: 8 << 20))
    let bomb = Array(repeating: mebibytes, count: 8).flatMap { $0 }
    #expect(bomb.count < 100_000)
    #expect(throws: GunzipError.tooLarge(limit: 1 << 20)) { try gunzip(bomb, limit: 1 << 20) }
  }
}
