internal import OTLP

/// The messages of requests and their fields, by field number (opentelemetry-proto 1.x).
enum OTLPMessage {
  case resource, entityRef, scope, keyValue, anyValue, arrayValue, keyValueList
  case traces, resourceSpans, scopeSpans, span, event, link, status
  case logs, resourceLogs, scopeLogs, logRecord
  case metrics, resourceMetrics, scopeMetrics, metric, gauge, sum, histogram, exponentialHistogram, summary
  case numberPoint, histogramPoint, exponentialHistogramPoint, summaryPoint, buckets, quantile, exemplar

  /// The request of a signal.
  init(_ signal: OTLPSignal) {
    switch signal {
    case .traces: self = .traces
    case .logs: self = .logs
    case .metrics: self = .metrics
    }
  }

  var fields: [OTLPMessageField] {
    switch self {
    case .resource: Self.resourceFields
    case .entityRef: Self.entityRefFields
    case .scope: Self.scopeFields
    case .keyValue: Self.keyValueFields
    case .anyValue: Self.anyValueFields
    case .arrayValue: Self.arrayValueFields
    case .keyValueList: Self.keyValueListFields
    case .traces: Self.tracesFields
    case .resourceSpans: Self.resourceSpansFields
    case .scopeSpans: Self.scopeSpansFields
    case .span: Self.spanFields
    case .event: Self.eventFields
    case .link: Self.linkFields
    case .status: Self.statusFields
    case .logs: Self.logsFields
    case .resourceLogs: Self.resourceLogsFields
    case .scopeLogs: Self.scopeLogsFields
    case .logRecord: Self.logRecordFields
    case .metrics: Self.metricsFields
    case .resourceMetrics: Self.resourceMetricsFields
    case .scopeMetrics: Self.scopeMetricsFields
    case .metric: Self.metricFields
    case .gauge: Self.gaugeFields
    case .sum: Self.sumFields
    case .histogram: Self.histogramFields
    case .exponentialHistogram: Self.exponentialHistogramFields
    case .summary: Self.summaryFields
    case .numberPoint: Self.numberPointFields
    case .histogramPoint: Self.histogramPointFields
    case .exponentialHistogramPoint: Self.exponentialHistogramPointFields
    case .summaryPoint: Self.summaryPointFields
    case .buckets: Self.bucketsFields
    case .quantile: Self.quantileFields
    case .exemplar: Self.exemplarFields
    }
  }

  /// Whether it has a oneof, of whose fields at most one is set. No message of OTLP has two.
  var hasOneof: Bool {
    switch self {
    case .anyValue, .metric, .numberPoint, .exemplar: true
    default: false
    }
  }

  /// Whether values nest in it: what a bound on depth counts.
  var nests: Bool { self == .arrayValue || self == .keyValueList }
}
