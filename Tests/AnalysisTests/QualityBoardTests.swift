import Analysis
import CallModel
import Testing

struct QualityBoardTests {
  private let start = Nanoseconds.hours(480_000)

  private func judge(_ board: inout QualityBoard, _ kind: Verdict.Kind, route: UInt32, at now: Nanoseconds) {
    var call = CallRecord()
    call.route = Symbol(id: route)
    call.model = Symbol(id: 9)
    board.observe(
      verdict: Verdict(kind), of: "grounded", sample: Sample(stratum: .random, inclusion: 0.5), call: call, at: now)
  }

  @Test func measuresEachSeriesOverTenMinutes() throws {
    var board = QualityBoard()
    judge(&board, .fail, route: 5, at: start)
    judge(&board, .pass, route: 5, at: start)
    judge(&board, .skip, route: 5, at: start)
    let quality = try #require(board.values(at: start).first)
    #expect(quality.evaluator == "grounded")
    #expect(quality.route == Symbol(id: 5))
    #expect(quality.model == Symbol(id: 9))
    #expect(quality.value.value == 0.5)
    #expect(quality.value.samples == 2)
    #expect(board.values(at: start + .minutes(11)).isEmpty)
  }

  @Test func foldsWhatIsBeyondItsBound() throws {
    var board = QualityBoard(capacity: 2)
    for route in 10..<20 as Range<UInt32> { judge(&board, .fail, route: route, at: start) }
    judge(&board, .pass, route: 10, at: start)
    #expect(board.folded == 8)
    let values = board.values(at: start)
    #expect(values.count == 3)
    #expect(values.first { $0.route == .other }?.value.samples == 8)
    #expect(values.first { $0.route == Symbol(id: 10) }?.value.samples == 2)
  }
}
