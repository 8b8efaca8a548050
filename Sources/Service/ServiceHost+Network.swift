internal import CallModel
internal import HTTPClient
package import PluginKit
internal import Synchronization

extension ServiceHost {
  package func http(_ request: HostRequest) async throws(HostError) -> HostResponse {
    let client = try network.client()
    let quarter = request.deadline / 4
    let message = HTTPRequest(
      method: request.method, url: request.url,
      headers: HTTPHeaders(request.headers.map { HTTPHeaders.Field(name: $0.name, value: $0.value) }),
      body: request.body,
      deadlines: Deadlines(
        connect: max(quarter, .seconds(1)), firstByte: request.deadline, idle: request.deadline,
        total: request.deadline),
      largestBody: request.largestBody, largestRedirects: 0)
    do throws(HTTPClientError) {
      let response = try await client.send(message)
      let body = try await response.body.collect(upTo: request.largestBody)
      return HostResponse(
        status: response.status, headers: response.headers.map { HostHeader($0.name, $0.value) }, body: body)
    } catch {
      throw HostError("\(error)", isTransient: mayPass(error))
    }
  }
}

/// Whether the same request may fare better later.
private func mayPass(_ error: HTTPClientError) -> Bool {
  switch error.code {
  case .badRequest, .badOptions, .tooLarge, .redirect: false
  case .dns, .connect, .tls, .proxy, .timeout, .cancelled, .protocol, .closed, .queueFull, .shutDown, .other: true
  }
}

/// The client that all plugins share, made when the first of them asks for something.
final class Network: Sendable {
  private let options: HTTPClientOptions
  private let made = Mutex<HTTPClient?>(nil)

  init(_ options: HTTPClientOptions) { self.options = options }

  func client() throws(HostError) -> HTTPClient {
    let result: Result<HTTPClient, HTTPClientError> = made.withLock { made in
      if let made { return .success(made) }
      return Result { () throws(HTTPClientError) in try HTTPClient(options) }.map { client in
        made = client
        return client
      }
    }
    switch result {
    case .success(let client): return client
    case .failure(let error): throw HostError("\(error)")
    }
  }
}
