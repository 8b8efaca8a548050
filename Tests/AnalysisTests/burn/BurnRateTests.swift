import Analysis
import CallModel
import Testing

@Suite("Burn rates over an objective")
struct BurnRateTests {
  private let start = Nanoseconds.days(20)

  private func conclusions(_ burn: inout BurnRate, at now: Nanoseconds) -> [BurnRate.Reading.Conclusion] {
    burn.readings(at: now).map(\.conclusion)
  }

  @Test("a fast burn fires the first pair, and stops with the short window")
  func fast() throws {
    var burn = try #require(BurnRate(objective: 0.01))
    var now = start
    for step in 0..<720 {
      now += .seconds(5)
      burn.record(failed: step % 5 == 0, at: now)
    }
    #expect(conclusions(&burn, at: now) == [.firing, .firing, .firing])
    for _ in 0..<80 {
      now += .seconds(5)
      burn.record(failed: false, at: now)
    }
    #expect(conclusions(&burn, at: now) == [.within, .firing, .firing])
  }

  @Test("a slow burn fires the slow pair alone")
  func slow() throws {
    var burn = try #require(BurnRate(objective: 0.01))
    var now = start
    for step in 0..<2_000 {
      now += .minutes(2)
      burn.record(failed: step % 50 == 0, at: now)
    }
    let readings = burn.readings(at: now)
    #expect(readings.map(\.conclusion).last == .firing)
    #expect(readings.map(\.conclusion).first != .firing)
    #expect(abs((readings.last?.longRate ?? 0) - 2) < 0.1)
  }

  @Test("too little data says so")
  func little() throws {
    var burn = try #require(BurnRate(objective: 0.01))
    for second in 0..<49 { burn.record(failed: true, at: start + .seconds(Int64(second))) }
    #expect(conclusions(&burn, at: start + .minutes(1)) == Array(repeating: .tooLittleData(samples: 49), count: 3))
    burn.record(failed: true, at: start + .seconds(50))
    #expect(conclusions(&burn, at: start + .minutes(1)) == [.firing, .firing, .firing])
    #expect(
      conclusions(&burn, at: start + .minutes(20)).first == .tooLittleData(samples: 50),
      "an empty short window says nothing")
  }

  @Test("an objective of all or nothing is none, and factors out of reach are named")
  func objectives() throws {
    #expect(BurnRate(objective: 0) == nil)
    #expect(BurnRate(objective: 1) == nil)
    #expect(BurnRate(objective: .nan) == nil)
    #expect(try #require(BurnRate(objective: 0.1)).unreachable.map(\.factor) == [14.4])
    #expect(try #require(BurnRate(objective: 0.05)).unreachable.isEmpty)
  }
}
