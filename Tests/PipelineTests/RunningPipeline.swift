import CallModel
import Logging

@testable import Pipeline

/// Runs a pipeline for as long as `body` takes, stops it, and gives its store back.
@discardableResult
func running<Result>(
  _ options: PipelineOptions, _ body: (Pipeline) async throws -> Result
) async throws -> Result {
  let pipeline = try Pipeline(options, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
  do {
    let result = try await body(pipeline)
    pipeline.stop()
    return result
  } catch {
    pipeline.stop()
    throw error
  }
}

extension Pipeline {
  /// Sends calls as one batch.
  @discardableResult
  func send(_ calls: [SampleCall]) async throws -> IngestReceipt { try await ingest(request(calls)) }

  /// Waits until a counter has come to a value; false if it does not.
  func reaches(_ name: String, _ labels: [String: String] = [:], _ value: Double) async throws -> Bool {
    try await eventually { snapshot().sum(name, labels) >= value }
  }

  /// Waits until so many calls are counted and so many verdicts are given in this run.
  func settles(calls: Int, verdicts: Int = 0) async throws -> Bool {
    guard try await reaches("assay_calls_total", [:], Double(calls)) else { return false }
    return try await reaches("assay_evaluations_total", [:], Double(verdicts))
  }
}

extension MetricsSnapshot {
  func family(_ name: String) -> MetricFamily? { families.first { $0.name == name } }

  /// The sum over all series with these labels; 0 if there is none.
  func sum(_ name: String, _ labels: [String: String] = [:]) -> Double {
    guard let family = family(name) else { return 0 }
    return family.points.reduce(0) { sum, point in
      let own = Dictionary(uniqueKeysWithValues: zip(family.labels, point.labelValues))
      guard labels.allSatisfy({ own[$0.key] == $0.value }), case .number(let value) = point.value else { return sum }
      return sum + value
    }
  }
}
