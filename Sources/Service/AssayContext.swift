internal import Hummingbird
internal import NIOCore

/// What a handler knows of its request besides the request: the channel, so that it can be closed.
struct AssayContext: RequestContext {
  var coreContext: CoreRequestContextStorage
  let channel: any Channel

  init(source: ApplicationRequestContextSource) {
    coreContext = CoreRequestContextStorage(source: source)
    channel = source.channel
  }
}
