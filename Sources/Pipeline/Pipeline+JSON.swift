internal import Ingest
package import NIOCore
package import OTLP

extension Pipeline {
  /// The largest request in JSON, in bytes: parsed, it takes up to thirty times that.
  package static let largestJSON = 8 << 20

  /// A request in JSON as the same one in protobuf, which is what the journal holds.
  ///
  /// On a thread of its own, one at a time, since parsing takes memory and time that requests in
  /// protobuf do not.
  package func protobuf(fromJSON body: ByteBuffer, _ signal: OTLPSignal) async throws(IngestRefusal) -> ByteBuffer {
    let result = await translations.run { () -> Result<ByteBuffer, IngestRefusal> in
      do throws(OTLPJSONError) {
        let bytes = body.withUnsafeReadableBytes { text in
          Result { () throws(OTLPJSONError) in try Ingest.protobuf(fromJSON: text, signal: signal) }
        }
        return .success(ByteBuffer(bytes: try bytes.get()))
      } catch {
        return .failure(.invalid("\(error)"))
      }
    }
    switch result {
    case .success(let translated): return translated
    case .failure(let refusal):
      meter.refused(refusal)
      throw refusal
    case nil:
      meter.refused(.overloaded)
      throw .overloaded
    }
  }
}
