internal import CallModel
package import PluginKit
internal import PluginProtocol
internal import Synchronization

/// Puts a program of its own through the steps of a check, in real time.
package struct Examination: Sendable {
  private let host: any Host
  /// What the programs of this host have said on their standard error since they were last asked.
  private let errorLines: @Sendable () -> [String]

  /// - Parameter host: starts the programs, contained as the service's own are.
  package init(host: any Host, errorLines: @escaping @Sendable () -> [String] = { [] }) {
    self.host = host
    self.errorLines = errorLines
  }

  /// Makes all checks, one after the other, and says of each what came of it.
  ///
  /// - Parameter report: handed each as soon as it is known.
  package func examine(_ subject: Subject, report: (CheckedPromise) -> Void) async -> [CheckedPromise] {
    var found: [CheckedPromise] = []
    var transcripts: [Transcript] = []
    func add(_ check: PluginCheck, _ finding: Finding) {
      let promise = CheckedPromise(check, finding)
      found.append(promise)
      report(promise)
    }
    for (place, check) in PluginCheck.all(for: subject).enumerated() {
      if place >= min(PluginCheck.needed, found.count),
        let first = found.prefix(PluginCheck.needed).first(where: \.hasFailed)
      {
        add(check, .skipped("since '\(first.check)' fails"))
        continue
      }
      let transcript = await play(check.steps(subject), subject)
      transcripts.append(transcript)
      add(check, check.finding(subject, transcript))
    }
    add(.output, PluginCheck.output.finding(subject, .faults(of: transcripts)))
    return found
  }

  /// Starts the program and plays the steps; it is gone when this returns.
  func play(_ steps: [Step], _ subject: Subject) async -> Transcript {
    _ = errorLines()
    let record = LiveTranscript()
    let process: any HostProcess
    do throws(HostError) {
      process = try await host.spawn(subject.settings.program)
    } catch {
      var transcript = Transcript()
      transcript.refusal = error.description
      return transcript
    }
    let reading = Task {
      while let bytes = try? await process.read() { record.add { $0.heard(bytes, at: $1) } }
      record.add { transcript, _ in transcript.outputEnded() }
    }
    let ending = Task {
      let exit = await process.exit()
      // What it wrote before its end is read first.
      await reading.value
      record.add { $0.ended(exit, at: $1) }
    }
    await perform(steps, process, record)
    var transcript = record.now
    transcript.residentSize = process.residentSize
    process.kill()
    await ending.value
    transcript.errorLines = errorLines()
    return transcript
  }

  /// Where something that is waited for does not come about, what follows is left out up to the end of input.
  private func perform(_ steps: [Step], _ process: any HostProcess, _ record: LiveTranscript) async {
    var isGivenUp = false
    for step in steps {
      switch step {
      case .send(let lines):
        var bytes: [UInt8] = []
        for line in lines { line.write(into: &bytes) }
        if !isGivenUp { await write(bytes, process, record) }
      case .write(let bytes):
        if !isGivenUp { await write(bytes, process, record) }
      case .until(let expectation, let time):
        if isGivenUp, expectation != .end { continue }
        isGivenUp = !(await record.wait(for: expectation, time)) || record.now.isBroken
      case .listen(let time):
        if !isGivenUp { try? await Task.sleep(for: .nanoseconds(time)) }
      case .closeInput:
        record.add { $0.closedInput(at: $1) }
        process.closeInput()
      }
    }
  }

  /// A program that does not read is waited for no longer than for an answer.
  private func write(_ bytes: [UInt8], _ process: any HostProcess, _ record: LiveTranscript) async {
    await withTaskGroup(of: Void.self) { group in
      group.addTask { try? await process.write(bytes) }
      group.addTask { try? await Task.sleep(for: .seconds(20)) }
      await group.next()
      group.cancelAll()
    }
    record.add { $0.sent(at: $1) }
  }
}

extension CheckedPromise {
  package var hasFailed: Bool { finding.state == .fails }
}

/// A transcript that is being written, and those who wait for something in it.
private final class LiveTranscript: Sendable {
  private struct State: Sendable {
    var transcript = Transcript()
    var waiting: (expectation: Expectation, turn: Int, continuation: CheckedContinuation<Void, Never>)?
    var turn = 0
  }

  private let state = Mutex(State())
  private let start = ContinuousClock.now

  var now: Transcript { state.withLock { $0.transcript } }

  func add(_ change: @Sendable (inout Transcript, Nanoseconds) -> Void) {
    let (seconds, attoseconds) = (ContinuousClock.now - start).components
    let now = Nanoseconds.seconds(seconds) + attoseconds / 1_000_000_000
    let waiter = state.withLock { state -> CheckedContinuation<Void, Never>? in
      change(&state.transcript, now)
      guard let waiting = state.waiting, waiting.expectation.isOver(state.transcript) else { return nil }
      state.waiting = nil
      return waiting.continuation
    }
    waiter?.resume()
  }

  /// Whether it came about in time; one waits at a time.
  func wait(for expectation: Expectation, _ time: Nanoseconds) async -> Bool {
    let turn = state.withLock { state in
      state.turn += 1
      return state.turn
    }
    let timer = Task {
      try? await Task.sleep(for: .nanoseconds(time))
      let waiter = state.withLock { state -> CheckedContinuation<Void, Never>? in
        guard let waiting = state.waiting, waiting.turn == turn else { return nil }
        state.waiting = nil
        return waiting.continuation
      }
      waiter?.resume()
    }
    await withCheckedContinuation { continuation in
      let isOver = state.withLock { state in
        if expectation.isOver(state.transcript) { return true }
        state.waiting = (expectation, turn, continuation)
        return false
      }
      if isOver { continuation.resume() }
    }
    timer.cancel()
    return state.withLock { expectation.isMet($0.transcript) }
  }
}
