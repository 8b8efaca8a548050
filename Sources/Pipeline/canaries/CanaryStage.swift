internal import CallModel
internal import Canaries
internal import PluginKit
internal import Synchronization

/// Asks golden questions on their schedule, and puts answers that are known to be right to an evaluator
/// on which an alarm rests.
final class CanaryStage: Sendable {
  private let loop: ControlLoop
  private let benches: BenchesInForce
  private let rounds = Mutex<CanaryRounds?>(nil)
  private let round: Round
  private let thread: Metronome

  init(loop: ControlLoop, benches: BenchesInForce) {
    self.loop = loop
    self.benches = benches
    let round = Round()
    self.round = round
    thread = Metronome("canaries", every: .milliseconds(250)) { round.turn($0) }
  }

  /// What the thread does, once there is something to do.
  private final class Round: Sendable {
    private let body = Mutex<(@Sendable (Nanoseconds) -> Void)?>(nil)
    func turn(_ now: Nanoseconds) { body.withLock { $0 }?(now) }
    func set(_ new: @escaping @Sendable (Nanoseconds) -> Void) { body.withLock { $0 = new } }
  }

  /// Begins to ask; without a host nothing is asked.
  ///
  /// - Parameter take: ingests a trace request (OTLP, protobuf).
  func start(_ options: PipelineOptions, at now: Nanoseconds, take: @escaping @Sendable ([UInt8]) async -> Void) {
    guard let host = options.host else { return }
    let fresh = CanaryRounds(options.canaries, host: host, at: now, take: take)
    rounds.withLock { $0 = fresh }
    loop.setGolden(evaluators: Set(options.canaries.map(\.evaluator)))
    round.set { [weak self] now in
      fresh.turn(at: now)
      self?.challenge(fresh)
    }
  }

  /// Takes other questions.
  func replace(with canaries: [Canary], at now: Nanoseconds) {
    loop.setGolden(evaluators: Set(canaries.map(\.evaluator)))
    rounds.withLock { $0 }?.replace(with: canaries, at: now)
  }

  var isRunning: Bool { thread.isRunning }

  func stop() { thread.stop() }

  /// Right answers are what an evaluator must pass: what a live provider says may have got worse itself.
  private func challenge(_ rounds: CanaryRounds) {
    for evaluator in loop.takeChallenges() {
      let answers = rounds.goldenAnswers(for: evaluator, count: 5)
      rounds.challenge(evaluator, count: 1)
      guard let bench = benches.value.first(where: { $0.name == evaluator }), !answers.isEmpty else { continue }
      Task { [loop] in
        for verdict in await bench.opinion(of: answers) where verdict.kind == .pass || verdict.kind == .fail {
          loop.golden(evaluator, failed: verdict.kind == .fail, at: wallClock())
        }
      }
    }
  }
}

extension Symbols {
  /// The routes of golden questions, and who judges their answers.
  func routes(of canaries: [Canary]) -> [Symbol: String] {
    Dictionary(canaries.map { (routes.intern($0.route), $0.evaluator) }, uniquingKeysWith: { first, _ in first })
  }
}
