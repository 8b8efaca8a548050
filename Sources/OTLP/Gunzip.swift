internal import CZlib

/// Inflation of gzip bodies (RFC 1952) within a bound.
package enum Gunzip {
  /// The content of one or more gzip members, one after the other.
  ///
  /// Memory follows what is really produced (at most twice as much, plus 64 KiB), never what the
  /// input claims; a bomb is given up as soon as it passes `limit` bytes.
  package static func inflate(_ bytes: UnsafeRawBufferPointer, limit: Int) throws(GunzipError) -> [UInt8] {
    var stream = z_stream()
    guard czlib_inflate_gzip_init(&stream) == Z_OK else { throw .outOfMemory }
    defer { inflateEnd(&stream) }
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 64 << 10, alignment: 16)
    defer { buffer.deallocate() }

    var content: [UInt8] = []
    var position = 0
    repeat {
      try inflateMember(&stream, bytes, &position, into: &content, through: buffer, limit: limit)
      guard inflateReset(&stream) == Z_OK else { throw .corrupt }
      let rest = bytes[position...]
      guard rest.isEmpty || rest.starts(with: magic.prefix(rest.count)) else { throw .trailingGarbage }
    } while position < bytes.count
    return content
  }

  /// The two bytes that every member begins with.
  private static let magic: [UInt8] = [0x1f, 0x8b]

  private static func inflateMember(
    _ stream: inout z_stream, _ bytes: UnsafeRawBufferPointer, _ position: inout Int,
    into content: inout [UInt8], through buffer: UnsafeMutableRawBufferPointer, limit: Int
  ) throws(GunzipError) {
    while true {
      // zlib counts input in 32 bits.
      let piece = UnsafeRawBufferPointer(rebasing: bytes[position...].prefix(1 << 30))
      stream.next_in = UnsafeMutablePointer(
        mutating: piece.baseAddress?.assumingMemoryBound(to: Bytef.self))
      stream.avail_in = UInt32(piece.count)
      stream.next_out = buffer.baseAddress?.assumingMemoryBound(to: Bytef.self)
      stream.avail_out = UInt32(buffer.count)

      let status = CZlib.inflate(&stream, Z_NO_FLUSH)
      let produced = buffer.count - Int(stream.avail_out)
      position += piece.count - Int(stream.avail_in)
      guard produced <= limit - content.count else { throw .tooLarge(limit: limit) }
      content.append(contentsOf: buffer.prefix(produced))

      switch status {
      case Z_STREAM_END: return
      case Z_OK: if position == bytes.count && stream.avail_out > 0 { throw .truncated }
      case Z_BUF_ERROR: throw .truncated
      case Z_MEM_ERROR: throw .outOfMemory
      default: throw .corrupt
      }
    }
  }
}
