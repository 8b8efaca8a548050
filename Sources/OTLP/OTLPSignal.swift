/// The kinds of telemetry that OTLP carries and that are taken here (OTLP 1.x; profiles are not).
package enum OTLPSignal: String, Hashable, Sendable, CaseIterable {
  case traces, logs, metrics
}
