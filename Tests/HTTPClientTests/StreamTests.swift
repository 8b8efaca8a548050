import CallModel
import Testing

@testable import HTTPClient

@Suite(.timeLimit(.minutes(1))) struct StreamTests {
  @Test func piecesComeAsTheyAreSent() async throws {
    let firstIsRead = Gate()
    let server = try LoopbackServer { peer in
      _ = peer.request()
      peer.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
      peer.write("5\r\nfirst\r\n")
      firstIsRead.wait()
      peer.write("6\r\nsecond\r\n0\r\nX-Trailer: 1\r\n\r\n")
    }
    defer { server.stop() }
    let client = try HTTPClient()
    let answer = try await client.send(HTTPRequest(url: server.url()))
    var body = answer.body.makeAsyncIterator()
    #expect(try await body.next() == Array("first".utf8))
    firstIsRead.open()
    #expect(try await body.next() == Array("second".utf8))
    #expect(try await body.next() == nil)
    #expect(try await body.next() == nil)
    #expect(answer.headers["x-trailer"] == nil)
  }

  @Test func aSlowReaderMakesTheServerWait() async throws {
    let size = 64 << 20
    let body = [UInt8](repeating: 7, count: size)
    let stalls = Post<Int>()
    let server = try LoopbackServer { peer in
      guard let request = peer.request(), request.line.hasPrefix("GET /long") else { return peer.waitForClose() }
      peer.write("HTTP/1.1 200 OK\r\nContent-Length: \(size)\r\n\r\n")
      peer.write(body) { stalls.send($0) }
    }
    defer { server.stop() }
    var options = HTTPClientOptions()
    options.largestBuffer = 128 << 10
    let client = try HTTPClient(options)
    let request = HTTPRequest(url: server.url("/long"), deadlines: Deadlines(idle: .seconds(1)), largestBody: size)
    let answer = try await client.send(request)
    let sent = try #require(await stalls.next())
    #expect(sent < size / 2)
    // The idle deadline rests while it is our reader who lags: it would pass during this.
    let other = HTTPRequest(url: server.url(), deadlines: Deadlines(firstByte: .milliseconds(1500)))
    #expect(await failure(client, other)?.code == .timeout(.firstByte))
    var whole = 0
    var largest = 0
    for try await piece in answer.body {
      whole += piece.count
      largest = max(largest, piece.count)
    }
    #expect(whole == size)
    #expect(largest <= 128 << 10 + 16 << 10)
  }

  @Test(arguments: [true, false]) func theServerSeesTheReaderGo(cancelled: Bool) async throws {
    let closed = Post<Void>()
    let server = try LoopbackServer { peer in
      _ = peer.request()
      peer.write("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nsome")
      peer.waitForClose()
      closed.send(())
    }
    defer { server.stop() }
    let client = try HTTPClient()
    if cancelled {
      let started = Post<Void>()
      let task = Task { () -> HTTPClientError? in
        do throws(HTTPClientError) {
          for try await _ in try await client.send(HTTPRequest(url: server.url())).body { started.send(()) }
          return nil
        } catch {
          return error
        }
      }
      await started.next()
      task.cancel()
      let error = await task.value
      #expect(error?.code == .cancelled)
      #expect(error?.requestMayHaveBeenSent == true)
    } else {
      let answer = try await client.send(HTTPRequest(url: server.url()))
      #expect(answer.status == 200)
    }
    await closed.next()
  }

  @Test func aRequestWithoutAnAnswerIsCancelled() async throws {
    let asked = Post<Void>()
    let closed = Post<Void>()
    let server = try LoopbackServer { peer in
      _ = peer.request()
      asked.send(())
      peer.waitForClose()
      closed.send(())
    }
    defer { server.stop() }
    let client = try HTTPClient()
    let task = Task { await failure(client, HTTPRequest(url: server.url())) }
    await asked.next()
    task.cancel()
    #expect(await task.value?.code == .cancelled)
    await closed.next()
  }

  @Test func aPausedTransferIsCancelled() async throws {
    let stalled = Post<Int>()
    let closed = Post<Bool>()
    let body = [UInt8](repeating: 7, count: 64 << 20)
    let server = try LoopbackServer { peer in
      _ = peer.request()
      peer.write("HTTP/1.1 200 OK\r\n\r\n")
      closed.send(!peer.write(body) { stalled.send($0) })
    }
    defer { server.stop() }
    let client = try HTTPClient()
    var answer: HTTPResponse? = try await client.send(HTTPRequest(url: server.url(), largestBody: 1 << 30))
    await stalled.next()
    #expect(answer?.status == 200)
    answer = nil
    #expect(await closed.next() == true)
  }
}
