import CZlib
import Testing

/// Gzip as zlib writes it, of the content as often as said.
func gzip(_ content: [UInt8], times: Int = 1) throws -> [UInt8] {
  var stream = z_stream()
  try #require(czlib_deflate_gzip_init(&stream, 6) == Z_OK)
  defer { deflateEnd(&stream) }
  var input = content
  var written: [UInt8] = []
  var output = [UInt8](repeating: 0, count: 64 << 10)
  for time in 1...times {
    var status = Z_OK
    input.withUnsafeMutableBufferPointer { input in
      stream.next_in = input.baseAddress
      stream.avail_in = UInt32(input.count)
      repeat {
        let count = output.withUnsafeMutableBufferPointer { output in
          stream.next_out = output.baseAddress
          stream.avail_out = UInt32(output.count)
          status = deflate(&stream, time == times ? Z_FINISH : Z_NO_FLUSH)
          return output.count - Int(stream.avail_out)
        }
        written += output.prefix(count)
      } while stream.avail_out == 0
    }
    try #require(status == (time == times ? Z_STREAM_END : Z_OK))
  }
  return written
}
