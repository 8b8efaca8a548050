internal import Access
internal import CallModel
internal import GRPCListener
internal import NIOCore
internal import OTLP
internal import Pipeline

/// What gRPC brings in, handed to the pipeline as what HTTP brings.
struct OTLPDoor: OTLPReceiver {
  let pipeline: Pipeline
  let gatekeeper: Gatekeeper

  func refusal(of signal: OTLPSignal, from sender: OTLPSender) -> OTLPReceipt? {
    let credentials = Credentials(
      authorization: sender.authorization, apiKey: sender.apiKey,
      certificate: sender.hasVerifiedCertificate ? "verified" : nil)
    let path = "/v1/\(signal.rawValue)"
    let requirement = AccessPolicy(scrapePaths: []).requirement(forMethod: "POST", path: path)
    return switch gatekeeper.decide(credentials, requirement) {
    case .allowed: nil
    case .unauthenticated(let message): .unauthenticated(message: message)
    case .forbidden(let message): .permissionDenied(message: message)
    }
  }

  func receive(_ signal: OTLPSignal, _ body: ByteBuffer, from sender: OTLPSender) async -> OTLPReceipt {
    do throws(IngestRefusal) {
      let receipt = try await pipeline.ingest(body, signal)
      return .taken(rejected: Int64(receipt.rejected), message: receipt.message ?? "")
    } catch {
      switch error {
      case .invalid(let message): return .invalid(message: message)
      case .overloaded: return .overloaded(message: "\(error)", retryAfter: .seconds(1))
      case .storage, .stopping: return .unavailable(message: "\(error)", retryAfter: .seconds(5))
      }
    }
  }
}

extension IntakeGate: IntakeBound {}
