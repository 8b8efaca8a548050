internal import Glibc

/// Writes all bytes, however many pieces that takes; on a thread that may block.
func writeAll(_ bytes: [UInt8], to file: Int32, named name: String) throws(EvalFailure) {
  var written = 0
  while written < bytes.count {
    let count = bytes.withUnsafeBytes { buffer in
      Glibc.write(file, buffer.baseAddress?.advanced(by: written), buffer.count - written)
    }
    if count > 0 {
      written += count
    } else if errno != EINTR {
      throw EvalFailure.system(name)
    }
  }
}
