internal import Synchronization

/// The options that hold now; a reload replaces them.
final class OptionsInForce: Sendable {
  private let options: Mutex<PipelineOptions>

  init(_ options: PipelineOptions) { self.options = Mutex(options) }

  var value: PipelineOptions { options.withLock { $0 } }

  func replace(with new: PipelineOptions) { options.withLock { $0 = new } }
}
