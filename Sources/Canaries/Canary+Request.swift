internal import CallModel
internal import JSON
package import PluginKit

extension Canary {
  /// The request that asks a question (OpenAI API, chat completions).
  package func request(_ question: Question) -> HostRequest {
    var messages: [JSON] = []
    if !system.isEmpty { messages.append(["role": "system", "content": .string(system)]) }
    messages.append(["role": "user", "content": .string(question.text)])
    let body: JSON = [
      "model": .string(model), "messages": .array(messages), "max_tokens": JSON(mostOutput),
    ]
    var bytes: [UInt8] = []
    body.write(into: &bytes)
    var headers = [HostHeader("Content-Type", "application/json")]
    if let key { headers.append(HostHeader("Authorization", "Bearer \(key)")) }
    return HostRequest(
      url: url, headers: headers, body: bytes, deadline: timeout, largestBody: 256 << 10)
  }

  /// Asks a question; it never fails, since no answer is what came of it too.
  package func ask(_ question: Question, of host: any Host) async -> CanaryReply {
    let started = host.now()
    do throws(HostError) {
      let response = try await host.http(request(question))
      return CanaryReply(status: response.status, body: response.body)
    } catch {
      return CanaryReply(
        error: host.now() - started >= timeout - .milliseconds(5) ? "timeout" : "connection_error")
    }
  }
}
