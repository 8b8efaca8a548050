import FoundationEssentials
import Glibc
import LoopbackClient

/// A release build of the service, started for a measurement and killed after it.
final class ServiceProcess {
  let port: UInt16
  var grpcPort: UInt16 { port + 1_000 }
  let folder: URL
  private let process: pid_t

  /// Starts it with a configuration whose `PORT` and `FOLDER` are filled in; nil if it does not come up.
  init?(configuration: String, port: UInt16 = 14_318) {
    self.port = port
    folder = FileManager.default.temporaryDirectory.appending(path: "assay-bench-\(getpid())-\(port)")
    let file = folder.appending(path: "assay.yaml")
    let text =
      "listen: { http: 127.0.0.1:\(port), grpc: 127.0.0.1:\(port + 1_000) }\n"
      + "access: { keys: \(folder.path())/keys.json }\nstorage: { path: \(folder.path())/assay.db }\n" + configuration
    do {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      try Data(text.utf8).write(to: file)
    } catch {
      return nil
    }
    let binary = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent().appending(path: "assay").path()
    var arguments: [UnsafeMutablePointer<CChar>?] =
      [binary, "serve", "--config", file.path()]
      .map { (text: String) -> UnsafeMutablePointer<CChar>? in strdup(text) } + [nil]
    defer { for argument in arguments { free(argument) } }
    var process = pid_t()
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    // The service's log would stand between the figures.
    posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0)
    guard posix_spawn(&process, binary, &actions, nil, &arguments, environ) == 0 else { return nil }
    self.process = process
    for _ in 0..<200 {
      if let connection = LoopbackConnection(port: port), connection.send("GET", "/readyz")?.status == 200 { return }
      usleep(50_000)
    }
    kill(process, SIGKILL)
    return nil
  }

  /// Resident memory now, and its peak, in MiB (proc(5), `status`).
  var memory: (now: Double, peak: Double) {
    let text = (try? String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8)) ?? ""
    func field(_ name: String) -> Double {
      let line = text.split(separator: "\n").first { $0.hasPrefix(name) } ?? ""
      return (line.split(whereSeparator: \.isWhitespace).dropFirst().first.flatMap { Double($0) } ?? 0) / 1_024
    }
    return (field("VmRSS:"), field("VmHWM:"))
  }

  /// Processor seconds spent so far, user and system (proc(5), `stat`).
  var processorSeconds: Double {
    let text = (try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8)) ?? ""
    let fields = text.drop { $0 != ")" }.split(separator: " ")
    guard fields.count > 13 else { return 0 }
    return ((Double(fields[12]) ?? 0) + (Double(fields[13]) ?? 0)) / Double(sysconf(Int32(_SC_CLK_TCK)))
  }

  func stop() {
    kill(process, SIGTERM)
    var status: Int32 = 0
    waitpid(process, &status, 0)
    try? FileManager.default.removeItem(at: folder)
  }
}
