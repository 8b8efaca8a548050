import NIOCore
import OTLP
import Synchronization

@testable import GRPCListener

/// Remembers what it is given and answers with what it is told.
final class RecordingReceiver: OTLPReceiver {
  struct Received: Equatable {
    var signal: OTLPSignal
    var message: [UInt8]
    var sender: OTLPSender
  }

  private struct State {
    var received: [Received] = []
    var receipt = OTLPReceipt.taken()
    var refusal: OTLPReceipt?
    var onReceive: @Sendable () async -> Void = {}
  }

  private let state = Mutex(State())

  init(_ receipt: OTLPReceipt = .taken()) { state.withLock { $0.receipt = receipt } }

  var received: [Received] { state.withLock { $0.received } }
  func answer(_ receipt: OTLPReceipt) { state.withLock { $0.receipt = receipt } }
  func refuse(_ refusal: OTLPReceipt?) { state.withLock { $0.refusal = refusal } }
  func onReceive(_ action: @escaping @Sendable () async -> Void) { state.withLock { $0.onReceive = action } }

  func refusal(of signal: OTLPSignal, from sender: OTLPSender) -> OTLPReceipt? { state.withLock { $0.refusal } }

  func receive(_ signal: OTLPSignal, _ message: ByteBuffer, from sender: OTLPSender) async -> OTLPReceipt {
    let action = state.withLock { state in
      state.received.append(Received(signal: signal, message: Array(message.readableBytesView), sender: sender))
      return state.onReceive
    }
    await action()
    return state.withLock { $0.receipt }
  }
}

/// Counts what is taken, and the most that ever was.
final class CountingIntake: IntakeBound {
  private struct State {
    var used = 0
    var peak = 0
  }

  private let state = Mutex(State())
  private let limit: Int

  init(limit: Int = 96 << 20) { self.limit = limit }

  var used: Int { state.withLock { $0.used } }
  var peak: Int { state.withLock { $0.peak } }

  func enter(_ bytes: Int) -> Bool {
    state.withLock { state in
      guard state.used + bytes <= limit else { return false }
      state.used += bytes
      state.peak = max(state.peak, state.used)
      return true
    }
  }

  func leave(_ bytes: Int) { state.withLock { $0.used -= bytes } }
}
