import CallModel
import Testing

@testable import Containment

@Suite struct LogLimiterTests {
  private func feed(_ limiter: inout LogLimiter, _ text: String, now: Nanoseconds = 0) -> [String] {
    Array(text.utf8).withUnsafeBytes { limiter.feed($0, now: now) }
  }

  @Test func linesComeOutWhole() {
    var limiter = LogLimiter(rate: 1000, now: 0)
    #expect(feed(&limiter, "one\ntw") == ["one"])
    #expect(feed(&limiter, "o\n\nthree") == ["two"])
    #expect(limiter.end() == ["three"])
    #expect(limiter.end() == [])
  }

  @Test func longLinesAreCutAndCounted() {
    var limiter = LogLimiter(rate: 1 << 20, now: 0)
    let long = String(repeating: "x", count: 5000)
    #expect(feed(&limiter, long + "\n") == [String(repeating: "x", count: 4096) + "…"])
    #expect(limiter.dropped == 904)
    let next = feed(&limiter, "next\n")
    #expect(next.count == 2)
    #expect(next.first?.hasPrefix("904 bytes of standard error are left out") == true)
    #expect(next.last == "next")
    #expect(limiter.dropped == 0)
  }

  @Test func aboveTheRateIsDroppedUntilThereIsRoom() {
    var limiter = LogLimiter(rate: 10, now: 0)
    #expect(feed(&limiter, "12345\n67890\nabc\ndef\n") == ["12345", "67890"])
    #expect(limiter.dropped == 7)
    // A tenth of a second is one byte.
    let later = feed(&limiter, "xyz\n", now: .milliseconds(100))
    #expect(later == ["x…"])
    let after = feed(&limiter, "0123456789\n", now: .seconds(100))
    #expect(after.count == 2)
    #expect(after.first?.hasPrefix("9 bytes") == true)
    #expect(after.last == "0123456789")
  }

  @Test func aRateOfNothingKeepsNothing() {
    var limiter = LogLimiter(rate: 0, now: 0)
    #expect(feed(&limiter, "abc\ndef", now: .seconds(5)) == [])
    #expect(limiter.end().count == 1)
  }

  @Test func bytesThatAreNoTextBecomeReplacements() {
    var limiter = LogLimiter(rate: 100, now: 0)
    let lines = [UInt8]([0xFF, 0x41, 0x0A]).withUnsafeBytes { limiter.feed($0, now: 0) }
    #expect(lines == ["\u{FFFD}A"])
  }
}
