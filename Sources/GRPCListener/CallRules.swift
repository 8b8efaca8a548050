internal import GRPCCore
internal import NIOCore
internal import NIOHPACK
internal import OTLP

/// What a listener demands of a call before its message is received.
struct CallRules: Sendable {
  let receiver: any OTLPReceiver
  let bound: any IntakeBound
  let arrivals: Arrivals
  let openCalls: OpenCalls
  let largestMessage: Int
  let deadline: TimeAmount
  let verifiesCertificates: Bool

  /// Whether the headers are those of a method that is served; the transport refuses all others.
  func areExport(_ headers: HPACKHeaders) -> Bool {
    headers.first(name: ":method") == "POST"
      && headers.first(name: "content-type")?.hasPrefix("application/grpc") == true
      && signal(of: headers) != nil
  }

  func sender(of headers: HPACKHeaders) -> OTLPSender {
    OTLPSender(
      authorization: headers.first(name: "authorization"), apiKey: headers.first(name: "x-api-key"),
      hasVerifiedCertificate: verifiesCertificates)
  }

  /// What receives the call's message, or why none is received.
  func intake(_ headers: HPACKHeaders, from sender: OTLPSender) -> Result<MessageIntake, Refusal> {
    guard !openCalls.areTooMany else { return .failure(.overloaded) }
    let encodings = headers["grpc-encoding"]
    guard encodings.count <= 1 else {
      return .failure(Refusal(.internalError, "grpc-encoding has more than one value"))
    }
    let encoding = encodings.first ?? "identity"
    guard encoding == "gzip" || encoding == "identity" else {
      return .failure(
        Refusal(
          .unimplemented, "grpc-encoding '\(encoding)' is not supported; send gzip or identity",
          .encodings("identity,gzip")))
    }
    if let signal = signal(of: headers), let receipt = receiver.refusal(of: signal, from: sender),
      case .failure(let refusal) = receipt.response
    {
      return .failure(refusal)
    }
    return .success(MessageIntake(limit: largestMessage, mayBeCompressed: encoding == "gzip"))
  }

  /// The headers for the transport: decompression is done, and answers of a few bytes are not compressed.
  func handedOn(_ headers: HPACKHeaders) -> HPACKHeaders {
    var headers = headers
    headers.remove(name: "grpc-encoding")
    headers.remove(name: "grpc-accept-encoding")
    return headers
  }

  private func signal(of headers: HPACKHeaders) -> OTLPSignal? {
    headers.first(name: ":path").flatMap { OTLPSignal(path: $0) }
  }
}
