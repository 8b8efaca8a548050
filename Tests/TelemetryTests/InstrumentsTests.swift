import CallModel
import Testing

@testable import Telemetry

@Suite struct InstrumentsTests {
  @Test func theSameNameIsTheSameInstrument() {
    let instruments = Instruments()
    let first = instruments.counter("assay_ingest_spans_total", help: "Spans.", labels: ["result": "accepted"])
    let second = instruments.counter("assay_ingest_spans_total", help: "Spans.", labels: ["result": "accepted"])
    let other = instruments.counter("assay_ingest_spans_total", help: "Spans.", labels: ["result": "refused"])
    first.add(2)
    second.add()
    other.add(-5)
    instruments.gauge("assay_queue_depth", help: "Waiting.").set(7)
    let families = instruments.snapshot()
    #expect(first === second && first !== other)
    #expect(families.map(\.name) == ["assay_ingest_spans_total", "assay_queue_depth"])
    #expect(families.number("assay_ingest_spans_total", "accepted") == 3)
    #expect(families.number("assay_ingest_spans_total", "refused") == 0)
    #expect(families.value("assay_queue_depth") != nil)
    #expect(families[0].labels == ["result"] && families[0].kind == .counter)
  }

  @Test func nanosecondsAreShownAsSeconds() {
    let counter = Instruments().counter("assay_storage_write_seconds_total", help: "Time.", unit: 1e9)
    counter.add(Nanoseconds.milliseconds(1_500))
    #expect(counter.value == 1.5)
  }

  @Test func labelSetsAreBounded() {
    let instruments = Instruments(labelSets: 3)
    for i in 0..<100 { instruments.gauge("assay_evaluator_busy", help: "Busy.", labels: ["evaluator": "e\(i)"]).add(1) }
    #expect(instruments.snapshot().points("assay_evaluator_busy").count == 4)
    #expect(instruments.snapshot().number("assay_evaluator_busy", "other") == 97)
  }

  @Test func nothingIsLostBetweenThreads() async {
    let instruments = Instruments()
    await withDiscardingTaskGroup { group in
      for _ in 0..<4 {
        group.addTask {
          let counter = instruments.counter("assay_ingest_bytes_total", help: "Bytes.")
          let gauge = instruments.gauge("assay_queue_bytes", help: "Bytes.")
          for _ in 0..<10_000 {
            counter.add(3)
            gauge.add(1)
          }
        }
      }
    }
    #expect(instruments.snapshot().number("assay_ingest_bytes_total") == 120_000)
    #expect(instruments.snapshot().number("assay_queue_bytes") == 40_000)
  }

  #if DEBUG
    @Test func twoMeaningsOfANameStopADebugBuild() async {
      await #expect(processExitsWith: .failure) {
        let instruments = Instruments()
        _ = instruments.counter("assay_queue_depth", help: "Waiting.")
        _ = instruments.gauge("assay_queue_depth", help: "Waiting.")
      }
    }
  #endif
}
