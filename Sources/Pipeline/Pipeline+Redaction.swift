internal import NIOCore
internal import Redaction

extension Pipeline {
  /// A request with whatever the configuration says masked in it; lengths and offsets stay.
  ///
  /// Patterns of the user's may search for seconds, so they do it on a thread of their own.
  func masked(_ body: ByteBuffer, _ kind: Redactor.Request) async throws(IngestRefusal) -> ByteBuffer {
    let redactor = inForce.value.redactor
    if redactor.isEmpty { return body }
    @Sendable func mask() -> (ByteBuffer, RedactionCount) {
      var body = body
      let count = body.withUnsafeMutableReadableBytes { redactor.mask($0, kind) }
      return (body, count)
    }
    guard let (masked, count) = redactor.mayTakeLong ? await masking.run(mask) : mask() else { throw .overloaded }
    for (rule, number) in count.byRule where number > 0 { meter.masked(rule, number) }
    // What could not be read could not be masked, and must not be kept.
    guard count.isComplete else { throw .invalid("the request is no well-formed protobuf, so it cannot be masked") }
    return masked
  }
}
