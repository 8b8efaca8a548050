import Containment
import Glibc
import PluginKit
import Testing

@Suite(.serialized, .timeLimit(.minutes(2)))
struct ContainedProcessTests {
  @Test func thisKernelAllowsSomething() async throws {
    let report = try await ContainedPrograms().probe()
    // Whatever forbids namespaces, a filter or a user of its own still cuts the network off.
    #expect(report.isOffline)
    if geteuid() == 0 { #expect(report.contains(.user)) }
    print("containment here \(report)")
  }

  @Test(arguments: World.here) func bytesGoThroughWholeAndInOrder(_ world: World) async throws {
    let process = try await world.spawn(["/bin/cat"])
    let block = (0..<(1 << 16)).map { UInt8(truncatingIfNeeded: $0 &* 31 >> 3) }
    var sent: [UInt8] = []
    for _ in 0..<96 { sent += block }
    let writer = Task { [sent] in
      for start in stride(from: 0, to: sent.count, by: 1 << 20) {
        try await process.write(Array(sent[start..<start + (1 << 20)]))
      }
      process.closeInput()
    }
    var received: [UInt8] = []
    while let bytes = try await process.read() { received += bytes }
    try await writer.value
    // The operator takes seconds in a debug build.
    #expect(received.count == sent.count && memcmp(received, sent, sent.count) == 0)
    #expect(await process.exit() == .status(0))
    #expect(await process.exit() == .status(0))
    #expect(try await process.read() == nil)
  }

  @Test func writesOfSeveralStayWhole() async throws {
    let process = try await World.whole.spawn(["/bin/cat"])
    let writers = (0..<20).map { number in
      Task { try await process.write(Array(repeating: UInt8(65 + number), count: 100_000)) }
    }
    Task {
      for writer in writers { _ = await writer.result }
      process.closeInput()
    }
    let output = Array(try await process.wholeOutput().utf8)
    try #require(output.count == 2_000_000)
    for start in stride(from: 0, to: output.count, by: 100_000) {
      #expect(output[start..<start + 100_000].allSatisfy { $0 == output[start] })
    }
  }

  @Test(arguments: World.here) func onlyWhatIsNamedIsInTheEnvironment(_ world: World) async throws {
    setenv("ASSAY_TEST_SECRET", "do not tell", 1)
    let process = try await world.spawn(["/usr/bin/env"], environment: ["NAMED": "a=b c", "LANG": "de_DE"])
    let lines = try await process.wholeOutput().split(separator: "\n")
    let keys = lines.map { $0.prefix { $0 != "=" } }.sorted()
    #expect(keys == ["HOME", "LANG", "NAMED", "PATH", "TMPDIR"])
    #expect(lines.contains("NAMED=a=b c"))
    #expect(lines.contains("LANG=de_DE"))
  }

  @Test(arguments: World.here) func theServicesMemoryAndEnvironmentAreClosed(_ world: World) async throws {
    let process = try await world.sh(
      "cat /proc/\(getpid())/environ && echo read; cat /proc/\(getppid())/environ && echo read; "
        + "cat /proc/\(getpid())/maps && echo read; echo end")
    #expect(try await process.wholeOutput() == "end\n")
  }

  @Test(arguments: [World.whole, .ordinary].filter { World.here.contains($0) })
  func hiddenFilesAreNotThere(_ world: World) async throws {
    let folder = try TemporaryFolder()
    try folder.write("secret", to: "data/assay.db", mode: 0o666)
    try folder.write("secret", to: "keys.yaml", mode: 0o666)
    try folder.write("cat ../data/assay.db ../keys.yaml; cat own.txt", to: "plugin/run.sh", mode: 0o755)
    try folder.write("own", to: "plugin/own.txt", mode: 0o644)
    let programs = world.programs
    programs.hide(["\(folder.path)/data", "\(folder.path)/keys.yaml", "\(folder.path)/missing"])
    let program = HostProgram(command: ["/bin/sh", "run.sh"], folder: "\(folder.path)/plugin")
    let process = try await programs.spawn(program) { _ in }
    let output = try await process.wholeOutput()
    #expect(output == (process.report.contains(.hidden) ? "own" : "secretsecretown"))
  }

  @Test func aFolderInsideOfWhatIsHiddenStays() async throws {
    let folder = try TemporaryFolder()
    try folder.write("secret", to: "data/assay.db", mode: 0o644)
    try folder.write("own", to: "data/plugin/own.txt", mode: 0o644)
    let programs = ContainedPrograms()
    programs.hide(["\(folder.path)/data"])
    let program = HostProgram(command: ["/bin/sh", "-c", "ls ..; cat own.txt"], folder: "\(folder.path)/data/plugin")
    let process = try await programs.spawn(program) { _ in }
    let output = try await process.wholeOutput()
    #expect(output == (process.report.contains(.hidden) ? "plugin\nown" : "assay.db\nplugin\nown"))
  }

  @Test func aFolderInAHomeThatIsClosedCanBeUsed() async throws {
    let folder = try TemporaryFolder()
    try folder.write("own", to: "home/plugin/own.txt", mode: 0o644)
    try folder.write("private", to: "home/other.txt", mode: 0o644)
    chmod("\(folder.path)/home", 0o700)
    let program = HostProgram(command: ["/bin/cat", "own.txt", "../other.txt"], folder: "\(folder.path)/home/plugin")
    let programs = ContainedPrograms()
    let report = try await programs.probe()
    if report.isSuperset(of: [.user, .processes]) {
      #expect(try await programs.spawn(program) { _ in }.wholeOutput() == "own")
    } else if report.contains(.user) {
      await #expect(throws: HostError.self) { try await programs.spawn(program) { _ in } }
    } else {
      #expect(try await programs.spawn(program) { _ in }.wholeOutput() == "ownprivate")
    }
  }

  @Test(arguments: World.here) func itWritesOnlyToItsOwnFolder(_ world: World) async throws {
    let folder = try TemporaryFolder()
    chmod(folder.path, 0o777)
    let process = try await world.sh(
      "echo x > \(folder.path)/outside && echo outside; echo x > $HOME/inside && echo inside; pwd -P")
    let output = try await process.wholeOutput()
    if process.report.contains(.readOnly) {
      #expect(output == "inside\n/\n")
      #expect(!names(in: folder.path).contains("outside"))
    } else {
      #expect(output.hasSuffix("/\n"))
    }
  }

  @Test(arguments: World.here) func filesAndTheirSizesHaveLimits(_ world: World) async throws {
    let attempt = """
      import os, resource, signal
      signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
      kept = []
      try:
        while len(kept) < 1000: kept.append(os.open('/dev/null', os.O_RDONLY))
      except OSError: pass
      print(len(kept) < 40)
      print(resource.getrlimit(resource.RLIMIT_FSIZE)[1], resource.getrlimit(resource.RLIMIT_CORE)[1])
      """
    let process = try await world.python(attempt, limits: .init(openFiles: 40, fileSize: 1 << 20))
    #expect(try await process.wholeOutput() == "True\n1048576 0\n")
  }

  @Test(arguments: World.here) func theServicesDeathIsTheirs(_ world: World) async throws {
    let marker = newMarker()
    let service = try LostService(world, ["/bin/sh", "-c", "trap '' TERM; sleep 1000 & echo up; wait", marker])
    #expect(processes(with: marker).count >= 1)
    service.die()
    #expect(service.supervisorEnds(within: 10_000))
    #expect(processes(with: marker) == [])
  }

  @Test(arguments: World.here) func whyOneCannotStartIsTold(_ world: World) async throws {
    let folder = try TemporaryFolder()
    chmod(folder.path, 0o755)
    try folder.write("#!/bin/sh", to: "plain.txt", mode: 0o644)
    try folder.write("#!/no/such/program", to: "script", mode: 0o755)
    func message(_ command: [String], folder: String = "/") async -> String? {
      do {
        _ = try await world.spawn(command, folder: folder)
        return nil
      } catch { return "\(error)" }
    }
    #expect(await message(["no-such-program-here"]) == "no-such-program-here: No such file or directory")
    #expect(await message(["\(folder.path)/plain.txt"])?.contains("Permission denied") == true)
    #expect(await message(["\(folder.path)/script"])?.contains("No such file") == true)
    #expect(await message(["/bin/true"], folder: "/no/such/folder")?.contains("its folder cannot be entered") == true)
    #expect(await message([]) == "no command is given")
    #expect(await message(["/bin/true", "a\0b"])?.contains("null character") == true)
  }

  @Test(arguments: World.here) func manyLeaveNothingBehind(_ world: World) async throws {
    let programs = world.programs
    let program = HostProgram(command: ["/bin/sh", "-c", "echo x"], folder: "/")
    func run() async throws {
      let process = try await programs.spawn(program) { _ in }
      _ = try await process.wholeOutput()
      _ = await process.exit()
    }
    try await run()
    let marks = Marks()
    let times = 40
    for _ in 0..<times / 2 { try await run() }
    try await withThrowingTaskGroup(of: Void.self) { group in
      for _ in 0..<times / 2 { group.addTask { try await run() } }
      try await group.waitForAll()
    }
    let after = Marks()
    // Other tests of this process come and go; a leak would be one a start at least.
    #expect(after.descriptors < marks.descriptors + times / 2)
    #expect(after.threads < marks.threads + times / 2)
    #expect(after.zombies < times / 2)
    #expect(after.folders < marks.folders + times / 2)
  }

  @Test func oneThatIsGivenUpEnds() async throws {
    let marker = newMarker()
    let programs = ContainedPrograms()
    func start() async throws {
      let process = try await programs.spawn(
        HostProgram(command: ["/bin/sh", "-c", "echo up; sleep 1000", marker])
      ) { _ in }
      _ = try await process.output(until: "up")
    }
    try await start()
    // Its end is not awaited by anybody; another's start and end lets the time pass.
    for _ in 0..<200 where !processes(with: marker).isEmpty { _ = try await programs.probe() }
    #expect(processes(with: marker) == [])
  }

  @Test func aProcessOutlivesWhoeverStartedIt() async throws {
    var programs: ContainedPrograms? = ContainedPrograms()
    let process = try #require(try await programs?.spawn(HostProgram(command: ["/bin/cat"])) { _ in })
    programs = nil
    try await process.write([65])
    process.closeInput()
    #expect(try await process.wholeOutput() == "A")
    #expect(await process.exit() == .status(0))
  }
}

/// What a leak would make more of.
struct Marks {
  let descriptors = names(in: "/proc/self/fd").count
  let threads = names(in: "/proc/self/task").count
  let folders = names(in: getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp")
    .filter { $0.hasPrefix("assay-plugin-") }.count
  let zombies = names(in: "/proc").filter { pid in
    let status = contents("/proc/\(pid)/stat")
    guard let end = status.lastIndex(of: ")") else { return false }
    return status[end...].hasPrefix(") Z \(getpid()) ")
  }.count
}
