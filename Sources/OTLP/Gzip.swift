internal import CZlib

/// Compression of bodies to send (RFC 1952).
package enum Gzip {
  /// The bytes as one gzip member; nil if there is no memory for it.
  ///
  /// Level 1 to 9, from fast to small.
  package static func deflate(_ bytes: [UInt8], level: Int32 = 3) -> [UInt8]? {
    var stream = z_stream()
    guard czlib_deflate_gzip_init(&stream, min(max(level, 1), 9)) == Z_OK else { return nil }
    defer { deflateEnd(&stream) }
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 64 << 10, alignment: 16)
    defer { buffer.deallocate() }

    var result: [UInt8] = []
    var position = 0
    return bytes.withUnsafeBytes { bytes -> [UInt8]? in
      while true {
        // zlib counts input in 32 bits.
        let piece = UnsafeRawBufferPointer(rebasing: bytes[position...].prefix(1 << 30))
        let isLast = position + piece.count == bytes.count
        stream.next_in = UnsafeMutablePointer(mutating: piece.baseAddress?.assumingMemoryBound(to: Bytef.self))
        stream.avail_in = UInt32(piece.count)
        stream.next_out = buffer.baseAddress?.assumingMemoryBound(to: Bytef.self)
        stream.avail_out = UInt32(buffer.count)
        let status = CZlib.deflate(&stream, isLast ? Z_FINISH : Z_NO_FLUSH)
        position += piece.count - Int(stream.avail_in)
        result.append(contentsOf: buffer.prefix(buffer.count - Int(stream.avail_out)))
        switch status {
        case Z_STREAM_END: return result
        case Z_OK, Z_BUF_ERROR: continue
        default: return nil
        }
      }
    }
  }
}
