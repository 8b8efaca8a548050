/// A program that a plugin asks its host to run, contained (DESIGN.md 4).
public struct HostProgram: Hashable, Sendable {
  /// The program and its arguments; a name without a slash is looked for on the service's own path.
  public var command: [String]
  /// Where it starts; relative paths begin at the service's working directory. Nil: there.
  public var folder: String?
  /// What its environment holds besides PATH, HOME, LANG and TMPDIR; nothing else of the service's own.
  public var environment: [String: String]
  public var limits: ProgramLimits

  public init(
    command: [String], folder: String? = nil, environment: [String: String] = [:], limits: ProgramLimits = .init()
  ) {
    self.command = command
    self.folder = folder
    self.environment = environment
    self.limits = limits
  }
}

/// What a program may use.
public struct ProgramLimits: Hashable, Sendable {
  /// Whether it may open connections; without, it has only a loopback of its own where the kernel allows.
  public var network: Bool
  /// Bytes of resident memory, all its processes together; above, it is killed.
  public var memory: Int
  /// Processes and threads, all together.
  public var processes: Int
  /// Open files of each process.
  public var openFiles: Int
  /// The largest file that it may write, in bytes.
  public var fileSize: Int
  /// Bytes a second that are kept of its standard error; what is above is dropped and counted.
  public var logRate: Int

  public init(
    network: Bool = false, memory: Int = 512 << 20, processes: Int = 64, openFiles: Int = 256,
    fileSize: Int = 64 << 20, logRate: Int = 16 << 10
  ) {
    self.network = network
    self.memory = memory
    self.processes = processes
    self.openFiles = openFiles
    self.fileSize = fileSize
    self.logRate = logRate
  }
}

/// A program that runs: its pipes and its end. Whoever spawned it must call `kill` or see its `exit`.
public protocol HostProcess: Sendable {
  /// Hands bytes to its standard input; returns once the pipe took all of them.
  ///
  /// It blocks no thread. Cancelling its task ends it early.
  ///
  /// - Throws: where the program closed its input or ended.
  func write(_ bytes: [UInt8]) async throws(HostError)

  /// Closes its standard input: the polite way to ask for an end.
  func closeInput()

  /// The next bytes of its standard output, at most 64 KiB; nil at its end.
  ///
  /// One reader at a time; nothing is read ahead of it but what the pipe holds.
  func read() async throws(HostError) -> [UInt8]?

  /// Ends it and every process that it began, at once and whatever they ignore.
  func kill()

  /// How it ended; waits for that. May be asked by several, and again.
  func exit() async -> ProgramExit

  /// Bytes of resident memory, all its processes together, at the last look; 0 before the first.
  var residentSize: Int { get }

  /// The process under which it and all that it began run; nil where there is none, as in tests.
  var processID: Int? { get }

  /// What of its containment holds; nil for one that is not contained.
  var containment: ProgramContainment? { get }
}

extension HostProcess {
  public var processID: Int? { nil }
  public var containment: ProgramContainment? { nil }
}

/// The parts of a program's containment, by name: `processes`, `network`, `read-only files`, …
public struct ProgramContainment: Hashable, Sendable {
  public var holds: [String]
  /// Those that this kernel or user does not allow; what was granted is not among them.
  public var lacks: [String]

  public init(holds: [String], lacks: [String]) {
    self.holds = holds
    self.lacks = lacks
  }
}

/// How a program ended.
public enum ProgramExit: Hashable, Sendable {
  case status(Int)
  case signal(Int)
  /// Killed by its host for the memory that it used, in bytes.
  case overMemory(Int)
}
