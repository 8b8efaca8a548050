internal import PluginKit
internal import Synchronization

/// What a program that a test wrote in Swift sees: its standard input and output.
public final class ProgramConsole: Sendable {
  let input = MemoryPipe()
  let output = MemoryPipe()
  /// What was read beyond the last line; `searched` bytes of it hold no line feed.
  private let rest = Mutex<(bytes: [UInt8], searched: Int)>(([], 0))

  /// The next line of standard input, without its line feed; nil at its end.
  public func readLine() async -> String? {
    while true {
      let line = rest.withLock { rest -> String? in
        guard let end = rest.bytes[rest.searched...].firstIndex(of: UInt8(ascii: "\n")) else {
          rest.searched = rest.bytes.count
          return nil
        }
        defer {
          rest.bytes.removeFirst(end + 1)
          rest.searched = 0
        }
        return String(decoding: rest.bytes[..<end], as: UTF8.self)
      }
      if let line { return line }
      guard let more = await input.read() else { return nil }
      rest.withLock { $0.bytes += more }
    }
  }

  /// Writes to standard output; waits for a reader once 64 KiB are in the pipe.
  public func write(_ text: String) async { await write(Array(text.utf8)) }

  /// Writes to standard output; waits for a reader once 64 KiB are in the pipe.
  public func write(_ bytes: [UInt8]) async { try? await output.write(bytes) }

  /// Waits until somebody kills the program.
  public func hang() async { while !Task.isCancelled { try? await Task.sleep(for: .seconds(3_600)) } }
}

/// A program in memory: a task that runs what a test wrote.
final class ScriptedProgram: HostProcess {
  private struct End: Sendable {
    var exit: ProgramExit?
    var waiters: [CheckedContinuation<ProgramExit, Never>] = []
    var task: Task<Void, Never>?
  }

  private let console = ProgramConsole()
  private let end = Mutex(End())
  let residentSize = 1 << 20

  init(_ script: @escaping @Sendable (ProgramConsole) async -> ProgramExit) {
    let task = Task { [console] in finish(await script(console)) }
    end.withLock { $0.task = task }
  }

  func write(_ bytes: [UInt8]) async throws(HostError) { try await console.input.write(bytes) }

  func closeInput() { console.input.close() }

  func read() async throws(HostError) -> [UInt8]? { await console.output.read() }

  func kill() {
    finish(.signal(9))
    end.withLock { $0.task }?.cancel()
  }

  func exit() async -> ProgramExit {
    await withCheckedContinuation { continuation in
      let exit = end.withLock { end in
        if end.exit == nil { end.waiters.append(continuation) }
        return end.exit
      }
      if let exit { continuation.resume(returning: exit) }
    }
  }

  private func finish(_ exit: ProgramExit) {
    let waiters = end.withLock { end -> [CheckedContinuation<ProgramExit, Never>] in
      guard end.exit == nil else { return [] }
      end.exit = exit
      defer { end.waiters = [] }
      return end.waiters
    }
    console.input.breakOff()
    console.output.close()
    for waiter in waiters { waiter.resume(returning: exit) }
  }
}
