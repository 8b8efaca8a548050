import Containment
import Glibc
import PluginKit
import Testing

/// A user and a kernel under which programs are contained.
enum World: String, CaseIterable, CustomTestStringConvertible {
  /// As the tests run, with all that this kernel allows.
  case whole = "everything that this kernel allows"
  /// The same without namespaces: what most containers allow.
  case bare = "without namespaces"
  /// An ordinary user; only root can become one.
  case ordinary = "an ordinary user"
  case ordinaryBare = "an ordinary user without namespaces"

  var testDescription: String { rawValue }

  /// Those that can be tried here. The first two always can.
  static var here: [World] {
    allCases.filter { world in
      switch world {
      case .whole, .bare: true
      case .ordinary, .ordinaryBare: geteuid() == 0 && access(setpriv, X_OK) == 0 && isOpenToAll(ownBinary)
      }
    }
  }

  var programs: ContainedPrograms {
    switch self {
    case .whole: ContainedPrograms()
    case .bare: ContainedPrograms(forbidden: .namespaces)
    case .ordinary: ContainedPrograms(launcher: launcher, forbidden: .user)
    case .ordinaryBare: ContainedPrograms(launcher: launcher, forbidden: [.user, .namespaces])
    }
  }

  var launcher: [String] {
    switch self {
    case .whole, .bare: ["/proc/self/exe"]
    case .ordinary, .ordinaryBare:
      [Self.setpriv, "--reuid", "65534", "--regid", "65534", "--clear-groups", Self.ownBinary]
    }
  }

  private static let setpriv = "/usr/bin/setpriv"

  /// The launcher is in this binary, as in the service's.
  private static let ownBinary: String = {
    guard let path = realpath("/proc/self/exe", nil) else { return "" }
    defer { free(path) }
    return String(cString: path)
  }()

  private static func isOpenToAll(_ path: String) -> Bool {
    var current = ""
    for part in path.split(separator: "/") {
      current += "/\(part)"
      var status = stat()
      guard stat(current, &status) == 0, status.st_mode & 0o001 != 0 else { return false }
    }
    return true
  }
}

/// Lines of a standard error, in the order in which they came.
final class Lines: Sendable {
  private let lines = Locked<[String]>([])
  var all: [String] { lines.value }
  func add(_ line: String) { lines.change { $0.append(line) } }
}

extension World {
  func spawn(
    _ command: [String], folder: String? = "/", environment: [String: String] = [:], limits: ProgramLimits = .init(),
    log: Lines = Lines()
  ) async throws -> ContainedProcess {
    try await programs.spawn(
      HostProgram(command: command, folder: folder, environment: environment, limits: limits)
    ) { log.add($0) }
  }

  func sh(_ script: String, limits: ProgramLimits = .init(), log: Lines = Lines()) async throws -> ContainedProcess {
    try await spawn(["/bin/sh", "-c", script], limits: limits, log: log)
  }

  func python(
    _ script: String, _ arguments: String..., limits: ProgramLimits = .init(), log: Lines = Lines()
  ) async throws -> ContainedProcess {
    try await spawn(["/usr/bin/python3", "-c", script] + arguments, limits: limits, log: log)
  }
}

extension ContainedProcess {
  /// All that it writes until it closes its output.
  func wholeOutput() async throws -> String {
    var bytes: [UInt8] = []
    while let next = try await read() { bytes += next }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// What it writes until a text is in it.
  func output(until text: String) async throws -> String {
    var output = ""
    while !output.contains(text), let next = try await read() { output += String(decoding: next, as: UTF8.self) }
    return output
  }
}

/// The processes over the whole machine that have a text in their command line, this one not among them.
func processes(with marker: String) -> [pid_t] {
  names(in: "/proc").compactMap { pid_t($0) }.filter { pid in
    pid != getpid() && contents("/proc/\(pid)/cmdline").contains(marker)
  }
}

func newMarker() -> String { "marker\(UInt64.random(in: 1 << 60 ... .max))" }

func names(in folder: String) -> [String] {
  guard let stream = opendir(folder) else { return [] }
  defer { closedir(stream) }
  var names: [String] = []
  while let entry = readdir(stream) {
    names.append(
      withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      })
  }
  return names
}

func contents(_ path: String) -> String {
  let file = open(path, O_RDONLY | O_CLOEXEC)
  guard file >= 0 else { return "" }
  defer { close(file) }
  var all: [UInt8] = []
  var buffer = [UInt8](repeating: 0, count: 4096)
  while true {
    let count = read(file, &buffer, buffer.count)
    guard count > 0 else { return String(decoding: all, as: UTF8.self) }
    all += buffer.prefix(count)
  }
}

/// Bytes of resident memory of this process.
func ownMemory() -> Int {
  let pages = contents("/proc/self/statm").split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
  return pages * sysconf(Int32(_SC_PAGESIZE))
}
