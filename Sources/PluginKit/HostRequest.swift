public import CallModel

/// A header field of a request or an answer.
public struct HostHeader: Hashable, Sendable {
  public var name: String
  public var value: String

  public init(_ name: String, _ value: String) {
    self.name = name
    self.value = value
  }
}

/// A request that a plugin asks its host to send.
public struct HostRequest: Hashable, Sendable {
  public var method: String
  /// An absolute `http` or `https` URL.
  public var url: String
  /// Without those that frame the message or name the host.
  public var headers: [HostHeader]
  public var body: [UInt8]
  /// How long it may take until the whole answer is there.
  public var deadline: Nanoseconds
  /// The most bytes that the answer's body may have; more is an error.
  public var largestBody: Int

  public init(
    method: String = "POST", url: String, headers: [HostHeader] = [], body: [UInt8] = [],
    deadline: Nanoseconds = .seconds(10), largestBody: Int = 64 << 10
  ) {
    self.method = method
    self.url = url
    self.headers = headers
    self.body = body
    self.deadline = deadline
    self.largestBody = largestBody
  }

  /// The first value under a name, whatever its case.
  public func header(_ name: String) -> String? { value(of: name, in: headers) }
}

/// A whole answer; redirects are handed over as they are, not followed.
public struct HostResponse: Hashable, Sendable {
  public var status: Int
  public var headers: [HostHeader]
  public var body: [UInt8]

  public init(status: Int, headers: [HostHeader] = [], body: [UInt8] = []) {
    self.status = status
    self.headers = headers
    self.body = body
  }

  /// The first value under a name, whatever its case.
  public func header(_ name: String) -> String? { value(of: name, in: headers) }

  /// Whether the status says that all went well (RFC 9110, 15.3).
  public var isSuccess: Bool { (200..<300).contains(status) }

  /// How long the server asks to wait; nil if it does not say, or nothing that can be read.
  public func retryAfter(now: Nanoseconds) -> Nanoseconds? {
    header("retry-after").flatMap { CallModel.Nanoseconds(retryAfter: $0, now: now) }
  }
}

private func value(of name: String, in headers: [HostHeader]) -> String? {
  headers.first { $0.name.lowercased() == name.lowercased() }?.value
}
