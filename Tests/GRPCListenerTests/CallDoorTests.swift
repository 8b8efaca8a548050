import GRPCCore
import NIOCore
import NIOEmbedded
import NIOHPACK
import NIOHTTP2
import OTLP
import Testing

@testable import GRPCListener

/// The door alone, frame by frame, with a clock of the test's.
@Suite struct CallDoorTests {
  let receiver = RecordingReceiver()
  let intake = CountingIntake(limit: 1_000)
  let arrivals = Arrivals()
  let openCalls = OpenCalls(limit: 1)
  let channel: EmbeddedChannel

  init() throws {
    let rules = CallRules(
      receiver: receiver, bound: intake, arrivals: arrivals, openCalls: openCalls, largestMessage: 800,
      deadline: .seconds(30), verifiesCertificates: false)
    channel = EmbeddedChannel(handler: CallDoor(rules: rules))
    try channel.connect(to: .init(ipAddress: "127.0.0.1", port: 1)).wait()
  }

  private func headers(_ encoding: String? = nil, endStream: Bool = false) throws {
    var headers: HPACKHeaders = [
      ":method": "POST", ":path": OTLPSignal.traces.path, ":scheme": "http", "content-type": "application/grpc",
    ]
    if let encoding { headers.add(name: "grpc-encoding", value: encoding) }
    try channel.writeInbound(HTTP2Frame.FramePayload.headers(.init(headers: headers, endStream: endStream)))
  }

  private func data(_ bytes: [UInt8], endStream: Bool = false) throws {
    let frame = HTTP2Frame.FramePayload.Data(data: .byteBuffer(ByteBuffer(bytes: bytes)), endStream: endStream)
    try channel.writeInbound(HTTP2Frame.FramePayload.data(frame))
  }

  private func framed(_ message: [UInt8], flag: UInt8 = 0) -> [UInt8] {
    withUnsafeBytes(of: UInt32(message.count).bigEndian) { [flag] + Array($0) + message }
  }

  /// What was handed on, nil if nothing was.
  private func arrival() throws -> Arrival? {
    guard case .headers(let headers)? = try channel.readInbound(as: HTTP2Frame.FramePayload.self) else { return nil }
    #expect(!headers.endStream)
    #expect(headers.headers.first(name: "grpc-encoding") == nil)
    let next = try channel.readInbound(as: HTTP2Frame.FramePayload.self)
    guard case .data(let data)? = next, case .byteBuffer(var bytes) = data.data else { return nil }
    #expect(data.endStream)
    #expect(bytes.readBytes(length: 5) == [0, 0, 0, 0, 8])
    return try ArrivalReader(arrivals: arrivals).deserialize(Array(bytes.readableBytesView))
  }

  private func refusal() throws -> RPCError.Code? {
    guard let arrival = try arrival(), case .failure(let refusal) = arrival.message else { return nil }
    #expect(arrival.held == 0)
    #expect(intake.used == 0)
    return refusal.code
  }

  @Test(arguments: [1, 2, 3, 6, 100]) func aMessageIsPutTogetherFromAnyPieces(_ size: Int) throws {
    let message = (0..<99).map { UInt8($0) }
    let bytes = framed(message)
    try headers()
    for start in stride(from: 0, to: bytes.count, by: size) {
      #expect(try channel.readInbound(as: HTTP2Frame.FramePayload.self) == nil)
      try data(Array(bytes[start..<min(start + size, bytes.count)]))
    }
    #expect(arrivals.count == 0)
    try data([], endStream: true)
    let arrival = try #require(try arrival())
    #expect(try Array(arrival.message.get().payload.readableBytesView) == message)
    #expect(arrival.held == 99)
    #expect(intake.used == 99)
  }

  @Test func aCallCarriesOneMessage() throws {
    for bytes in [framed([1]) + framed([2]), Array(framed([1, 2]).dropLast()), [0, 0], []] {
      let test = try CallDoorTests()
      try test.headers()
      try test.data(bytes, endStream: true)
      #expect(try test.refusal() == .unimplemented)
    }
    try headers(endStream: true)
    #expect(try refusal() == .unimplemented)
  }

  @Test func theFlagMustFitTheEncoding() throws {
    for (flag, encoding) in [(1, nil), (1, "identity"), (2, "gzip")] as [(UInt8, String?)] {
      let test = try CallDoorTests()
      try test.headers(encoding)
      try test.data(framed([1], flag: flag), endStream: true)
      #expect(try test.refusal() == .internalError)
    }
  }

  @Test func aMessageInGzipIsMarked() throws {
    try headers("gzip")
    try data(framed([1], flag: 1), endStream: true)
    #expect(try #require(try arrival()).message.get().isCompressed)
  }

  @Test func aClaimIsEnoughToRefuse() throws {
    try headers()
    try data([0, 0, 0, 3, 33])
    #expect(try refusal() == .resourceExhausted)
    // What still comes is dropped.
    try data([UInt8](repeating: 0, count: 801), endStream: true)
    #expect(try channel.readInbound(as: HTTP2Frame.FramePayload.self) == nil)
  }

  @Test func whatFindsNoRoomIsRefused() throws {
    #expect(intake.enter(500))
    try headers()
    try data([0, 0, 0, 2, 88] + [UInt8](repeating: 0, count: 400))
    #expect(intake.used == 900)
    try data([UInt8](repeating: 0, count: 200), endStream: true)
    intake.leave(500)
    #expect(try refusal() == .unavailable)
  }

  @Test func callsOverTheBoundAreRefused() throws {
    openCalls.enter()
    try headers()
    #expect(try refusal() == .unavailable)
    _ = try channel.finish()
    #expect(!openCalls.areTooMany)
    openCalls.enter()
    #expect(openCalls.areTooMany)
  }

  @Test func aMessageThatStallsIsGivenUp() throws {
    try headers()
    try data([0, 0, 0, 0, 9, 1, 2, 3])
    channel.embeddedEventLoop.advanceTime(by: .seconds(29))
    #expect(try channel.readInbound(as: HTTP2Frame.FramePayload.self) == nil)
    channel.embeddedEventLoop.advanceTime(by: .seconds(1))
    #expect(try refusal() == .deadlineExceeded)
  }

  @Test func aMessageThatIsWholeIsNotGivenUp() throws {
    try headers()
    try data(framed([1]), endStream: true)
    channel.embeddedEventLoop.advanceTime(by: .seconds(60))
    #expect(try #require(try arrival()).message.get().payload.readableBytes == 1)
    #expect(try channel.readInbound(as: HTTP2Frame.FramePayload.self) == nil)
  }

  @Test func aCallThatIsClosedLeavesNothing() throws {
    try headers()
    try data([0, 0, 0, 0, 9, 1, 2, 3])
    #expect(intake.used == 3)
    _ = try channel.finish()
    #expect(intake.used == 0)

    let whole = try CallDoorTests()
    try whole.headers()
    try whole.data(framed([1, 2]), endStream: true)
    #expect(whole.intake.used == 2)
    _ = try whole.channel.finish()
    #expect(whole.intake.used == 0)
    #expect(whole.arrivals.count == 0)
  }

  @Test func whoIsAnsweredEarlyIsAskedToStop() throws {
    for ended in [false, true] {
      let test = try CallDoorTests()
      try test.headers()
      try test.data([0, 0xff, 0, 0, 0], endStream: ended)
      let trailers = HTTP2Frame.FramePayload.headers(.init(headers: ["grpc-status": "8"], endStream: true))
      try test.channel.writeOutbound(trailers)
      guard case .headers? = try test.channel.readOutbound(as: HTTP2Frame.FramePayload.self) else {
        Issue.record("no trailers")
        continue
      }
      let next = try test.channel.readOutbound(as: HTTP2Frame.FramePayload.self)
      if case .rstStream(.noError)? = next { #expect(!ended) } else { #expect(ended) }
    }
  }

  @Test func otherCallsPassWithoutTheirMessage() throws {
    for (method, path, type) in [
      ("POST", "/a/b", "application/grpc"), ("GET", OTLPSignal.logs.path, "application/grpc"),
      ("POST", OTLPSignal.logs.path, "application/json"),
    ] {
      let test = try CallDoorTests()
      let headers: HPACKHeaders = [":method": method, ":path": path, ":scheme": "http", "content-type": type]
      try test.channel.writeInbound(HTTP2Frame.FramePayload.headers(.init(headers: headers)))
      try test.data([1, 2, 3])
      try test.data([4, 5, 6], endStream: true)
      guard case .headers(let passed)? = try test.channel.readInbound(as: HTTP2Frame.FramePayload.self),
        case .data(let data)? = try test.channel.readInbound(as: HTTP2Frame.FramePayload.self)
      else {
        Issue.record("not passed: \(path)")
        continue
      }
      #expect(passed.headers == headers)
      #expect(data.data == .byteBuffer(ByteBuffer()))
      #expect(data.endStream)
      #expect(test.intake.peak == 0)
    }
  }
}
