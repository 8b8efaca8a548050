import Analysis
import CallModel
import Glibc

/// Callers without a fault: chats of a few turns, one prompt in fifty asked again, 2 % failures
/// that are tried up to twice more, lengths with a heavy tail.
struct OrdinaryCalls {
  var seed: UInt64

  func play(weeks: Int64, callers: Int, callsPerDay: Double) -> [PatternFinding] {
    // Streams of neighbouring seeds are the same one, a step apart.
    var random = SeededGenerator(seed: seed << 40)
    var board = PatternBoard()
    var told: [PatternFinding] = []
    var number = 0
    for step in Int64(0)..<weeks * 7 * 288 {
      for caller in 0..<callers {
        for _ in 0..<random.poisson(callsPerDay / 288 / 3) {
          number += 1
          var now: Nanoseconds = .minutes(5 * step) + Nanoseconds(random.unit() * 1e11)
          var input = 300 * exp(0.7 * random.normal())
          // About three turns.
          repeat {
            let prompt = random.happens(0.02) ? "favourite" : "\(number) \(input)"
            let output = 200 * exp(0.8 * random.normal())
            for _ in 0..<3 {
              let hasFailed = random.happens(0.02)
              told += board.observe(
                PatternCall(
                  caller: "\(caller)", route: "chat", conversation: "\(number)", prompt: Fingerprint(prompt),
                  hasFailed: hasFailed, usage: TokenUsage(input: Int64(input) + 1, output: Int64(output) + 1), at: now))
              now += .seconds(5)
              if !hasFailed { break }
            }
            input += output + 40 * exp(random.normal())
          } while random.happens(2.0 / 3)
        }
      }
    }
    return told
  }
}
