internal import Glibc

/// Reads what processes use from `/proc`.
enum ProcessTree {
  /// The most processes that are looked at for one program.
  static let most = 4096

  /// A process and all that it began, itself first; by the kernel's lists of children (proc(5)).
  static func members(of root: pid_t) -> [pid_t] {
    var found = [root]
    var next = 0
    while next < found.count, found.count < most {
      let folder = "/proc/\(found[next])/task"
      for task in names(in: folder) {
        for child in text("\(folder)/\(task)/children").split(separator: " ") {
          if let pid = pid_t(child) { found.append(pid) }
        }
      }
      next += 1
    }
    return found
  }

  /// Bytes of resident memory of all that a supervisor began, without itself.
  ///
  /// Pages that processes share count once for each, unless that sum is above `limit` and the kernel tells their
  /// shares, which takes it longer.
  static func residentSize(under supervisor: pid_t, limit: Int) -> Int {
    let members = members(of: supervisor).dropFirst()
    let sum = members.reduce(0) { $0 + residentSize(of: $1) }
    guard sum > limit, members.count > 1 else { return sum }
    var shares = 0
    for pid in members {
      guard let share = proportionalSize(of: pid) else { return sum }
      shares += share
    }
    return shares
  }

  private static let page = Int(sysconf(Int32(_SC_PAGESIZE)))

  private static func residentSize(of pid: pid_t) -> Int {
    let fields = text("/proc/\(pid)/statm").split(separator: " ", maxSplits: 2)
    return fields.count > 1 ? (Int(fields[1]) ?? 0) * page : 0
  }

  /// Nil where it cannot be read; 0 for a process that has just ended.
  private static func proportionalSize(of pid: pid_t) -> Int? {
    let rollup = text("/proc/\(pid)/smaps_rollup")
    if rollup.isEmpty { return residentSize(of: pid) == 0 ? 0 : nil }
    for line in rollup.split(separator: "\n") where line.hasPrefix("Pss:") {
      return line.split(separator: " ").dropFirst().first.flatMap { Int($0) }.map { $0 << 10 }
    }
    return nil
  }

  private static func names(in folder: String) -> [String] {
    guard let stream = opendir(folder) else { return [] }
    defer { closedir(stream) }
    var names: [String] = []
    while let entry = readdir(stream) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if !name.hasPrefix(".") { names.append(name) }
    }
    return names
  }

  private static func text(_ path: String) -> String {
    let file = open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { return "" }
    defer { close(file) }
    var bytes = [UInt8](repeating: 0, count: 4096)
    let count = read(file, &bytes, bytes.count)
    return count > 0 ? String(decoding: bytes.prefix(count), as: UTF8.self) : ""
  }
}
