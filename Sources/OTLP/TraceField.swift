/// The field numbers of the messages in a trace request (opentelemetry-proto 1.x,
/// `collector/trace/v1` and `trace/v1`), as far as they are read or written here.
package enum TraceField {
  /// `ExportTraceServiceRequest`
  package enum Request {
    package static var resourceSpans: UInt32 { 1 }
  }

  /// `ResourceSpans`
  package enum ResourceSpans {
    package static var resource: UInt32 { 1 }
    package static var scopeSpans: UInt32 { 2 }
  }

  /// `Resource`
  package enum Resource {
    package static var attributes: UInt32 { 1 }
  }

  /// `ScopeSpans`
  package enum ScopeSpans {
    package static var scope: UInt32 { 1 }
    package static var spans: UInt32 { 2 }
  }

  /// `InstrumentationScope`
  package enum Scope {
    package static var attributes: UInt32 { 3 }
  }

  /// `Span`
  package enum Span {
    package static var traceID: UInt32 { 1 }
    package static var spanID: UInt32 { 2 }
    package static var parentSpanID: UInt32 { 4 }
    package static var name: UInt32 { 5 }
    package static var kind: UInt32 { 6 }
    package static var start: UInt32 { 7 }
    package static var end: UInt32 { 8 }
    package static var attributes: UInt32 { 9 }
    package static var events: UInt32 { 11 }
    package static var links: UInt32 { 13 }
    package static var status: UInt32 { 15 }
  }

  /// `Span.Event`
  package enum Event {
    package static var time: UInt32 { 1 }
    package static var name: UInt32 { 2 }
    package static var attributes: UInt32 { 3 }
  }

  /// `Span.Link`
  package enum Link {
    package static var traceID: UInt32 { 1 }
    package static var spanID: UInt32 { 2 }
  }

  /// `Status`
  package enum Status {
    package static var message: UInt32 { 2 }
    package static var code: UInt32 { 3 }
  }
}
