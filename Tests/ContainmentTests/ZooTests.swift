import Containment
import Glibc
import PluginKit
import Testing

/// Programs that misbehave, each contained and survived in every world.
@Suite(.serialized, .timeLimit(.minutes(2)))
struct ZooTests {
  @Test(arguments: World.here) func onesThatLeakMemoryAreEnded(_ world: World) async throws {
    let leak = "b = []\nwhile True: b.append(b'x' * (4 << 20))"
    let process = try await world.python(leak, limits: .init(memory: 96 << 20))
    guard case .overMemory(let bytes) = await process.exit() else {
      Issue.record("it was not ended for its memory")
      return
    }
    #expect(bytes > 96 << 20)
    #expect(process.residentSize > 96 << 20)
  }

  @Test(arguments: World.here) func whatADaemonLeaksCountsToo(_ world: World) async throws {
    let marker = newMarker()
    let leak = """
      import os, time
      if os.fork() == 0:
        os.setsid()
        if os.fork() == 0:
          b = []
          while True: b.append(b'x' * (4 << 20))
        os._exit(0)
      time.sleep(1000)
      """
    let process = try await world.python(leak, marker, limits: .init(memory: 96 << 20))
    guard case .overMemory = await process.exit() else {
      Issue.record("it was not ended for its memory")
      return
    }
    #expect(processes(with: marker) == [])
  }

  @Test(arguments: World.here) func forkBombsStopAtTheirLimit(_ world: World) async throws {
    let marker = newMarker()
    let bomb = """
      import os
      full = False
      while True:
        try: os.fork()
        except BlockingIOError:
          if not full: os.write(1, b'full\\n')
          full = True
      """
    let process = try await world.python(bomb, marker, limits: .init(processes: 20))
    #expect(try await process.output(until: "full").contains("full"))
    let count = processes(with: marker).count
    #expect(count >= 2)
    // As an ordinary user without namespaces all that this user runs counts, as it was at the start.
    #expect(count <= (world == .ordinaryBare ? 60 : 22))
    process.kill()
    _ = await process.exit()
    #expect(processes(with: marker) == [])
  }

  @Test(arguments: World.here) func socketsOpenOnlyWithAGrant(_ world: World) async throws {
    let listener = try Listener()
    let attempt = """
      import socket, sys
      try:
        socket.create_connection(('127.0.0.1', int(sys.argv[1])), timeout=5)
        print('connected')
      except OSError as error: print('refused')
      """
    let without = try await world.python(attempt, "\(listener.port)")
    #expect(without.report.isOffline)
    #expect(try await without.wholeOutput() == "refused\n")
    let with = try await world.python(attempt, "\(listener.port)", limits: .init(network: true))
    #expect(try await with.wholeOutput() == "connected\n")
  }

  @Test(arguments: World.here) func familiesWithoutNamespacesAreRefused(_ world: World) async throws {
    let attempt = """
      import socket
      for family in (socket.AF_VSOCK, socket.AF_PACKET, socket.AF_ALG):
        try:
          socket.socket(family, socket.SOCK_STREAM, 0)
          print('open')
        except OSError: print('refused')
      """
    let process = try await world.python(attempt, limits: .init(network: true))
    try #require(process.report.contains(.filter))
    #expect(try await process.wholeOutput() == "refused\nrefused\nrefused\n")
  }

  @Test(arguments: World.here) func passwordsAreNotRead(_ world: World) async throws {
    let process = try await world.sh("cat /etc/shadow && echo read; cat /etc/passwd | head -c 5")
    #expect(try await process.wholeOutput() == "root:")
  }

  @Test(arguments: World.here) func daemonsEndWithWhatBeganThem(_ world: World) async throws {
    for isKilled in [true, false] {
      let marker = newMarker()
      let daemon = """
        import os, signal, sys, time
        if os.fork() == 0:
          os.setsid()
          if os.fork() == 0:
            signal.signal(signal.SIGTERM, signal.SIG_IGN)
            os.write(1, b'up\\n')
            time.sleep(1000)
          os._exit(0)
        if sys.argv[2] == 'stay': time.sleep(1000)
        os.wait()
        """
      let process = try await world.python(daemon, marker, isKilled ? "stay" : "go")
      #expect(try await process.output(until: "up").contains("up"))
      if isKilled {
        // Its supervisor is called like it.
        #expect(processes(with: marker).count >= 3)
        process.kill()
      }
      let exit = await process.exit()
      if !isKilled { #expect(exit == .status(0)) }
      #expect(processes(with: marker) == [])
    }
  }

  @Test func aGigabyteOfErrorsIsCut() async throws {
    let log = Lines()
    let flood = """
      import os
      block = (b'y' * 99 + b'\\n') * 2621
      for _ in range(4096): os.write(2, block)
      """
    let before = ownMemory()
    let process = try await World.whole.python(flood, limits: .init(logRate: 4096), log: log)
    #expect(await process.exit() == .status(0))
    let kept = log.all.reduce(0) { $0 + $1.utf8.count }
    #expect(kept >= 4096)
    // 60 seconds are far more than it takes.
    #expect(kept < 60 * (4096 + 200))
    #expect(log.all.last?.contains("bytes of standard error are left out") == true)
    #expect(ownMemory() - before < 64 << 20)
  }

  @Test(arguments: World.here) func whatNobodyReadsWaitsInThePipe(_ world: World) async throws {
    let before = ownMemory()
    let process = try await world.sh("exec yes")
    var count = 0
    while count < 4 << 20, let bytes = try await process.read() {
      #expect(bytes.count <= 64 << 10)
      count += bytes.count
    }
    process.kill()
    #expect(await process.exit() == .signal(Int(SIGKILL)))
    #expect(ownMemory() - before < 32 << 20)
  }

  @Test(arguments: World.here) func aWriterIsNotHeldByOneThatNeverReads(_ world: World) async throws {
    let process = try await world.sh("exec sleep 1000")
    let block = [UInt8](repeating: 65, count: 4 << 20)
    let cancelled = Task { try await process.write(block) }
    cancelled.cancel()
    await #expect(throws: HostError.self) { try await cancelled.value }
    let ended = Task { try await process.write(block) }
    process.kill()
    await #expect(throws: HostError.self) { try await ended.value }
    _ = await process.exit()
    await #expect(throws: HostError.self) { try await process.write(block) }
  }

  @Test(arguments: World.here) func onesThatIgnoreSignalsEnd(_ world: World) async throws {
    let marker = newMarker()
    let stubborn = """
      import os, signal, time
      for number in range(1, 65):
        try: signal.signal(number, signal.SIG_IGN)
        except (OSError, ValueError): pass
      os.write(1, b'deaf\\n')
      while True: time.sleep(1000)
      """
    let process = try await world.python(stubborn, marker)
    #expect(try await process.output(until: "deaf") == "deaf\n")
    process.kill()
    process.kill()
    #expect(await process.exit() == .signal(Int(SIGKILL)))
    #expect(processes(with: marker) == [])
  }

  @Test(arguments: World.here) func howTheyEndIsTold(_ world: World) async throws {
    #expect(await (try world.sh("exit 7")).exit() == .status(7))
    #expect(await (try world.sh("kill -SEGV $$")).exit() == .signal(Int(SIGSEGV)))
    #expect(await (try world.sh("kill -TERM $$")).exit() == .signal(Int(SIGTERM)))
    #expect(await (try world.python("import os; os.abort()")).exit() == .signal(Int(SIGABRT)))
  }

  @Test(arguments: World.here) func wayOutByTheKernelIsShut(_ world: World) async throws {
    let process = try await world.sh(
      "unshare --user true && echo user; mount -t tmpfs none /mnt && echo mount; chroot / true && echo chroot; "
        + "unshare --mount true && echo namespace; echo end")
    #expect(try await process.wholeOutput() == "end\n")
  }
}

/// A socket on the loopback that accepts.
struct Listener: ~Copyable {
  let port: UInt16
  private let descriptor: Int32

  init() throws {
    descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let descriptor = descriptor
    let status = withUnsafeMutablePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(descriptor, $0, length) + listen(descriptor, 8) + getsockname(descriptor, $0, &length)
      }
    }
    try #require(status == 0)
    port = UInt16(bigEndian: address.sin_port)
  }

  deinit { close(descriptor) }
}
