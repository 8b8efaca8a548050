import Testing

@testable import Storage

@Suite struct BatchProgressTests {
  @Test func fillsItsGaps() {
    var progress = BatchProgress(complete: 0)
    progress.insert(1)
    #expect(progress.complete == 1)
    progress.insert(3)
    progress.insert(5)
    progress.insert(4)
    #expect(progress.complete == 1)
    #expect(progress.ahead == [3...5])
    progress.insert(2)
    #expect(progress.complete == 5)
    #expect(progress.ahead.isEmpty)
    progress.insert(4)
    #expect(progress.complete == 5)
  }

  @Test func anyOrderComesToTheSame() {
    var random = SplitMix(state: 3)
    for _ in 0..<200 {
      var ids = Array(1...Int64(30))
      for position in ids.indices { ids.swapAt(position, Int(random.next() % 30)) }
      var progress = BatchProgress(complete: 0)
      var done: Set<Int64> = []
      for id in ids {
        progress.insert(id)
        done.insert(id)
        let missing = Set(progress.missing(in: 1..<31).flatMap { Array($0) })
        #expect(missing == Set(1...30).subtracting(done))
        #expect(zip(progress.ahead, progress.ahead.dropFirst()).allSatisfy { $0.upperBound + 1 < $1.lowerBound })
      }
      #expect(progress.complete == 30)
    }
  }

  @Test func takesStretchesThatOverlap() {
    var progress = BatchProgress(complete: 10)
    progress.insert(20...30)
    progress.insert(25...40)
    progress.insert(5...12)
    #expect(progress.complete == 12)
    #expect(progress.ahead == [20...40])
    #expect(progress.missing(in: 1..<50) == [13...19, 41...49])
    #expect(progress.missing(in: 15..<18) == [15...17])
    #expect(progress.missing(in: 22..<30) == [])
  }
}
