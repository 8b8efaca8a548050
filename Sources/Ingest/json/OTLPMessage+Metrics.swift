// `collector/metrics/v1` and `metrics/v1`.
extension OTLPMessage {
  static let metricsFields: [OTLPMessageField] = [
    OTLPMessageField(1, "resourceMetrics", .messages(.resourceMetrics))
  ]

  static let resourceMetricsFields: [OTLPMessageField] = [
    OTLPMessageField(1, "resource", .message(.resource)),
    OTLPMessageField(2, "scopeMetrics", .messages(.scopeMetrics)),
    OTLPMessageField(3, "schemaUrl", .string),
  ]

  static let scopeMetricsFields: [OTLPMessageField] = [
    OTLPMessageField(1, "scope", .message(.scope)),
    OTLPMessageField(2, "metrics", .messages(.metric)),
    OTLPMessageField(3, "schemaUrl", .string),
  ]

  static let metricFields: [OTLPMessageField] = [
    OTLPMessageField(1, "name", .string),
    OTLPMessageField(2, "description", .string),
    OTLPMessageField(3, "unit", .string),
    OTLPMessageField(5, "gauge", .message(.gauge), .oneof),
    OTLPMessageField(7, "sum", .message(.sum), .oneof),
    OTLPMessageField(9, "histogram", .message(.histogram), .oneof),
    OTLPMessageField(10, "exponentialHistogram", .message(.exponentialHistogram), .oneof),
    OTLPMessageField(11, "summary", .message(.summary), .oneof),
    OTLPMessageField(12, "metadata", .messages(.keyValue)),
  ]

  static let gaugeFields: [OTLPMessageField] = [
    OTLPMessageField(1, "dataPoints", .messages(.numberPoint))
  ]

  static let sumFields: [OTLPMessageField] = [
    OTLPMessageField(1, "dataPoints", .messages(.numberPoint)),
    OTLPMessageField(2, "aggregationTemporality", .enumeration(.temporality)),
    OTLPMessageField(3, "isMonotonic", .bool),
  ]

  static let histogramFields: [OTLPMessageField] = [
    OTLPMessageField(1, "dataPoints", .messages(.histogramPoint)),
    OTLPMessageField(2, "aggregationTemporality", .enumeration(.temporality)),
  ]

  static let exponentialHistogramFields: [OTLPMessageField] = [
    OTLPMessageField(1, "dataPoints", .messages(.exponentialHistogramPoint)),
    OTLPMessageField(2, "aggregationTemporality", .enumeration(.temporality)),
  ]

  static let summaryFields: [OTLPMessageField] = [
    OTLPMessageField(1, "dataPoints", .messages(.summaryPoint))
  ]

  static let numberPointFields: [OTLPMessageField] = [
    OTLPMessageField(2, "startTimeUnixNano", .fixed64),
    OTLPMessageField(3, "timeUnixNano", .fixed64),
    OTLPMessageField(4, "asDouble", .double, .oneof),
    OTLPMessageField(5, "exemplars", .messages(.exemplar)),
    OTLPMessageField(6, "asInt", .sfixed64, .oneof),
    OTLPMessageField(7, "attributes", .messages(.keyValue)),
    OTLPMessageField(8, "flags", .uint32),
  ]

  static let histogramPointFields: [OTLPMessageField] = [
    OTLPMessageField(2, "startTimeUnixNano", .fixed64),
    OTLPMessageField(3, "timeUnixNano", .fixed64),
    OTLPMessageField(4, "count", .fixed64),
    OTLPMessageField(5, "sum", .double, .optional),
    OTLPMessageField(6, "bucketCounts", .packed(.fixed64)),
    OTLPMessageField(7, "explicitBounds", .packed(.double)),
    OTLPMessageField(8, "exemplars", .messages(.exemplar)),
    OTLPMessageField(9, "attributes", .messages(.keyValue)),
    OTLPMessageField(10, "flags", .uint32),
    OTLPMessageField(11, "min", .double, .optional),
    OTLPMessageField(12, "max", .double, .optional),
  ]

  static let exponentialHistogramPointFields: [OTLPMessageField] = [
    OTLPMessageField(1, "attributes", .messages(.keyValue)),
    OTLPMessageField(2, "startTimeUnixNano", .fixed64),
    OTLPMessageField(3, "timeUnixNano", .fixed64),
    OTLPMessageField(4, "count", .fixed64),
    OTLPMessageField(5, "sum", .double, .optional),
    OTLPMessageField(6, "scale", .sint32),
    OTLPMessageField(7, "zeroCount", .fixed64),
    OTLPMessageField(8, "positive", .message(.buckets)),
    OTLPMessageField(9, "negative", .message(.buckets)),
    OTLPMessageField(10, "flags", .uint32),
    OTLPMessageField(11, "exemplars", .messages(.exemplar)),
    OTLPMessageField(12, "min", .double, .optional),
    OTLPMessageField(13, "max", .double, .optional),
    OTLPMessageField(14, "zeroThreshold", .double),
  ]

  static let bucketsFields: [OTLPMessageField] = [
    OTLPMessageField(1, "offset", .sint32),
    OTLPMessageField(2, "bucketCounts", .packed(.uint64)),
  ]

  static let summaryPointFields: [OTLPMessageField] = [
    OTLPMessageField(2, "startTimeUnixNano", .fixed64),
    OTLPMessageField(3, "timeUnixNano", .fixed64),
    OTLPMessageField(4, "count", .fixed64),
    OTLPMessageField(5, "sum", .double),
    OTLPMessageField(6, "quantileValues", .messages(.quantile)),
    OTLPMessageField(7, "attributes", .messages(.keyValue)),
    OTLPMessageField(8, "flags", .uint32),
  ]

  static let quantileFields: [OTLPMessageField] = [
    OTLPMessageField(1, "quantile", .double),
    OTLPMessageField(2, "value", .double),
  ]

  static let exemplarFields: [OTLPMessageField] = [
    OTLPMessageField(2, "timeUnixNano", .fixed64),
    OTLPMessageField(3, "asDouble", .double, .oneof),
    OTLPMessageField(4, "spanId", .id),
    OTLPMessageField(5, "traceId", .id),
    OTLPMessageField(6, "asInt", .sfixed64, .oneof),
    OTLPMessageField(7, "filteredAttributes", .messages(.keyValue)),
  ]
}
