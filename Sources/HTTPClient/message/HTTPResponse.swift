/// The head of an answer, and its body as it comes.
package struct HTTPResponse: Sendable {
  /// 200 to 999: informational answers are passed over.
  package let status: Int
  /// `1.1`, `2` and the like.
  package let version: String
  package let headers: HTTPHeaders
  package let body: HTTPBody
}
