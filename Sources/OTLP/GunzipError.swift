/// Why bytes could not be inflated.
package enum GunzipError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The input ends before the gzip stream does.
  case truncated
  /// The input is no gzip stream, or its checksum is wrong.
  case corrupt
  /// Something that is no further gzip member follows the stream.
  case trailingGarbage
  /// The content is longer than the limit, in bytes.
  case tooLarge(limit: Int)
  /// zlib could not get the memory for its window.
  case outOfMemory

  /// What users see beside the message.
  package var code: String {
    switch self {
    case .truncated: "gzip.truncated"
    case .corrupt: "gzip.corrupt"
    case .trailingGarbage: "gzip.trailing_garbage"
    case .tooLarge: "gzip.too_large"
    case .outOfMemory: "gzip.out_of_memory"
    }
  }

  package var description: String {
    switch self {
    case .truncated: "the gzip body ends too early; send it whole"
    case .corrupt: "the body is not valid gzip; check Content-Encoding"
    case .trailingGarbage: "the gzip body is followed by other bytes"
    case .tooLarge(let limit): "the body inflates to more than \(limit) bytes; send smaller batches"
    case .outOfMemory: "there is no memory to inflate the body; try again later"
    }
  }
}
