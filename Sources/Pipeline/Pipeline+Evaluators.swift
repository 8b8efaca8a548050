internal import CallModel
package import PluginKit

extension Pipeline {
  /// How the programs of evaluators are doing, by the entry's name; those that run none are not in it.
  package func evaluatorHealth() -> [(name: String, health: PluginHealth)] {
    benches.value.compactMap { bench in bench.health.map { (bench.name, $0) } }
  }

  /// How the programs of push exporters are doing, by the entry's name; those that run none are not in it.
  package func exporterHealth() -> [(name: String, health: PluginHealth)] { exports.health }

  /// How many calls wait for each evaluator, by the entry's name.
  package func evaluatorQueues() -> [(name: String, waiting: Int)] {
    benches.value.map { (name: $0.name, waiting: judge.waiting(for: $0)) }
  }

  /// What is measured of evaluators now: the queue of each, and the programs of those that run one.
  ///
  /// A program's counters begin anew where a reload replaced its evaluator.
  func evaluatorFamilies() -> [MetricFamily] {
    let benches = benches.value
    let queue = MetricFamily(
      name: "assay_evaluator_queue_depth", help: "Calls that wait for an evaluator.", kind: .gauge,
      labels: ["evaluator"],
      points: benches.map {
        MetricPoint(labelValues: [$0.name], value: .number(Double(judge.waiting(for: $0))))
      })
    let programs = benches.compactMap { bench in bench.health.map { (bench.name, $0) } }
    guard !programs.isEmpty else { return [queue] }
    func family(
      _ name: String, _ help: String, _ kind: MetricFamily.Kind, _ value: (PluginHealth) -> Double
    ) -> MetricFamily {
      MetricFamily(
        name: name, help: help, kind: kind, labels: ["evaluator"],
        points: programs.map { MetricPoint(labelValues: [$0.0], value: .number(value($0.1))) })
    }
    return [
      queue,
      family("assay_evaluator_ready", "Whether an evaluator's program takes calls: 1 or 0.", .gauge) {
        $0.state == .ready ? 1 : 0
      },
      family("assay_evaluator_in_flight", "Calls that an evaluator's program has.", .gauge) { Double($0.inFlight) },
      family("assay_evaluator_resident_bytes", "Resident memory of an evaluator's processes.", .gauge) {
        Double($0.residentSize)
      },
      family("assay_evaluator_answers_total", "Calls that an evaluator's program answered.", .counter) {
        Double($0.answers)
      },
      family("assay_evaluator_answer_seconds_total", "Time from call to answer, all answers together.", .counter) {
        Double($0.answering) / 1e9
      },
      family(
        "assay_evaluator_unanswered_total", "Calls that an evaluator's program did not answer in time.", .counter
      ) { Double($0.timeouts) },
      family("assay_evaluator_restarts_total", "Ends of an evaluator's program that nobody asked for.", .counter) {
        Double($0.restarts)
      },
      family("assay_evaluator_faults_total", "Lines of an evaluator's program against the protocol.", .counter) {
        Double($0.faults)
      },
    ]
  }
}
