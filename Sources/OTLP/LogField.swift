/// The field numbers of the messages in a logs request (opentelemetry-proto 1.x,
/// `collector/logs/v1` and `logs/v1`), as far as they are read or written here.
package enum LogField {
  /// `ExportLogsServiceRequest`
  package enum Request {
    package static var resourceLogs: UInt32 { 1 }
  }

  /// `ResourceLogs`
  package enum ResourceLogs {
    package static var resource: UInt32 { 1 }
    package static var scopeLogs: UInt32 { 2 }
  }

  /// `ScopeLogs`
  package enum ScopeLogs {
    package static var scope: UInt32 { 1 }
    package static var logRecords: UInt32 { 2 }
  }

  /// `LogRecord`
  package enum LogRecord {
    package static var time: UInt32 { 1 }
    package static var body: UInt32 { 5 }
    package static var attributes: UInt32 { 6 }
    package static var traceID: UInt32 { 9 }
    package static var spanID: UInt32 { 10 }
    package static var observedTime: UInt32 { 11 }
    package static var eventName: UInt32 { 12 }
  }
}
