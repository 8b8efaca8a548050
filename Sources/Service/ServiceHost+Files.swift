internal import Pipeline
package import PluginKit
internal import Synchronization

extension ServiceHost {
  package func append(_ bytes: [UInt8], to file: RotatingFile) async throws(HostError) {
    try await files.append(bytes, to: file)
  }
}

/// The files that plugins write, on a thread of their own that is made for the first append.
///
/// Of each plugin at most one append waits, since it waits for its end.
final class PluginFiles: Sendable {
  /// By path; touched on the thread only, but for the lock's own sake.
  private final class Table: Sendable {
    private let open = Mutex<[String: FileAppender]>([:])

    func append(_ bytes: [UInt8], to file: RotatingFile) -> Result<Void, HostError> {
      open.withLock { open in
        let appender = open[file.path] ?? FileAppender(file.path)
        open[file.path] = appender
        return Result { () throws(HostError) in try appender.append(bytes, to: file) }
      }
    }
  }

  private let table = Table()
  private let thread = Mutex<RequestThread?>(nil)

  deinit { thread.withLock { $0?.stop() } }

  func append(_ bytes: [UInt8], to file: RotatingFile) async throws(HostError) {
    let thread = thread.withLock { thread in
      let running = thread ?? RequestThread("plugin-files")
      thread = running
      return running
    }
    let result = await thread.run { [table] in table.append(bytes, to: file) }
    guard let result else { throw HostError("\(file.path): too many appends wait for the disk", isTransient: true) }
    try result.get()
  }
}
