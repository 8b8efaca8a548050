internal import Access
internal import CallModel
internal import Logging
internal import Pipeline
internal import ServiceLifecycle

/// Looks every second whether the file of keys has changed: a key that is revoked must be refused
/// without a new start.
struct KeyWatch: Service {
  let ring: KeyRing
  let path: String
  let logger: Logger

  func run() async throws {
    // Looking at a file blocks.
    let thread = RequestThread("keys")
    await cancelWhenGracefulShutdown {
      while !Task.isCancelled {
        await thread.run {
          do throws(KeyFileError) {
            if try ring.reloadIfChanged(from: path, now: wallClock()) { logger.notice("keys were read again") }
          } catch {
            logger.error("the keys of before hold", metadata: ["problem": "\(error)"])
          }
        }
        try? await Task.sleep(for: .seconds(1))
      }
    }
    thread.stop()
  }
}
