internal import GRPCCore
internal import OTLP

/// The three services of OTLP, which answer what has arrived with the receiver's receipt.
struct ExportServices: RegistrableRPCService {
  let rules: CallRules

  func registerMethods<Transport: ServerTransport>(with router: inout RPCRouter<Transport>) {
    for signal in OTLPSignal.allCases {
      router.registerHandler(
        forMethod: MethodDescriptor(fullyQualifiedService: signal.service, method: "Export", type: .unary),
        deserializer: ArrivalReader(arrivals: rules.arrivals), serializer: ResponseWriter()
      ) { request, _ in
        let arrival = try await ServerRequest(stream: request).message
        return StreamingServerResponse(single: await export(signal, arrival))
      }
    }
  }

  private func export(_ signal: OTLPSignal, _ arrival: Arrival) async -> ServerResponse<[UInt8]> {
    do {
      let message = try arrival.message.get()
      let content = try MessageContent(
        message, held: arrival.held, limit: rules.largestMessage, intake: rules.bound)
      defer { rules.bound.leave(content.held) }
      let receipt = await rules.receiver.receive(signal, content.bytes, from: arrival.sender)
      return ServerResponse(message: try receipt.response.get())
    } catch {
      return ServerResponse(error: error.error)
    }
  }
}
