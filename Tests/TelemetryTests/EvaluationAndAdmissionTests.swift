import CallModel
import Testing

@testable import Telemetry

@Suite struct EvaluationAndAdmissionTests {
  private let world = World()
  private var measurements = Measurements()

  private func snapshot() -> [MetricFamily] { measurements.snapshot(at: start, symbols: world.symbols) }

  @Test mutating func onlyPassesAndFailuresWeigh() {
    let call = world.call()
    measurements.record(.pass, evaluator: "shape", call: call, weight: 10, at: start)
    measurements.record(.fail, evaluator: "shape", call: call, weight: 10, at: start)
    measurements.record(.fail, evaluator: "shape", call: call, weight: 1, at: start)
    measurements.record(.skip, evaluator: "shape", call: call, weight: 10, at: start)
    measurements.record(.error, evaluator: "shape", call: call, weight: 10, at: start)
    measurements.record(.fail, evaluator: "tone", call: call, weight: 1, at: start)
    let families = snapshot()
    #expect(families.number("assay_evaluated_weight_total", "shape", "checkout", "gpt-4o") == 21)
    #expect(families.number("assay_failed_weight_total", "shape", "checkout", "gpt-4o") == 11)
    #expect(families.number("assay_failed_weight_total", "tone", "checkout", "gpt-4o") == 1)
    for (verdict, count) in [("pass", 1.0), ("fail", 2), ("skip", 1), ("error", 1)] {
      #expect(families.number("assay_evaluations_total", "shape", "checkout", "gpt-4o", verdict) == count)
    }
  }

  @Test mutating func weightsThatAreNoneAreNotAdded() {
    for weight in [Double.nan, .infinity, -1, 0] {
      measurements.record(.fail, evaluator: "shape", call: world.call(), weight: weight, at: start)
    }
    #expect(snapshot().number("assay_failed_weight_total", "shape", "checkout", "gpt-4o") == 0)
    #expect(snapshot().number("assay_evaluations_total", "shape", "checkout", "gpt-4o", "fail") == 4)
  }

  @Test mutating func admissions() {
    measurements.record(.admit, route: "checkout", reason: "none")
    measurements.record(.admit, route: "checkout", reason: "none")
    measurements.record(.reject, route: "checkout", reason: "throttle")
    measurements.record(.admit, route: nil, reason: "none")
    let families = snapshot()
    #expect(families.number("assay_admissions_total", "checkout", "admit", "none") == 2)
    #expect(families.number("assay_admissions_total", "checkout", "reject", "throttle") == 1)
    #expect(families.number("assay_admissions_total", "", "admit", "none") == 1)
  }

  @Test func aFloodOfRoutesIsFolded() {
    var measurements = Measurements(labelSets: 10)
    for i in 0..<1_000 { measurements.record(.admit, route: "route-\(i)", reason: "none") }
    measurements.record(.admit, route: "route-3", reason: "none")
    let families = measurements.snapshot(at: start, symbols: world.symbols)
    #expect(families.points("assay_admissions_total").count == 11)
    #expect(families.number("assay_admissions_total", "other", "admit", "none") == 990)
    #expect(families.number("assay_admissions_total", "route-3", "admit", "none") == 2)
    #expect(families.number("assay_label_folded_total", "assay_admissions_total") == 990)
  }

  @Test mutating func longRoutesAreCut() {
    measurements.record(.admit, route: String(repeating: "é", count: 10_000), reason: "none")
    let point = snapshot().points("assay_admissions_total").first
    #expect(point?.labelValues[0] == String(repeating: "é", count: 100))
  }
}
