/// Why a request was refused, in words for its sender.
package struct OTLPError: Error, Hashable, Sendable, CustomStringConvertible {
  /// Stable names for the kinds of errors.
  package enum Code: String, Hashable, Sendable {
    case truncated = "otlp.truncated"
    case length = "otlp.length"
    case varint = "otlp.varint"
    case fieldNumber = "otlp.field_number"
    case wireType = "otlp.wire_type"
    case tooDeep = "otlp.too_deep"
    case tooLarge = "otlp.too_large"
    case tooMany = "otlp.too_many"
  }

  package let code: Code
  /// Which message is wrong, how, and at which byte of the request.
  package let message: String

  package init(code: Code, message: String) {
    self.code = code
    self.message = message
  }

  /// Says what is wrong with the bytes of the message that was being read.
  package init(_ error: ProtobufError, in place: OTLPPlace) {
    let what: String
    switch error.reason {
    case .truncated: (code, what) = (.truncated, "a value runs past the end")
    case .length(let length): (code, what) = (.length, "length \(length) runs past the end")
    case .varintOverflow: (code, what) = (.varint, "a number is longer than 64 bits")
    case .fieldNumber(let number): (code, what) = (.fieldNumber, "field number \(number) does not exist")
    case .group: (code, what) = (.wireType, "groups are not part of OTLP")
    case .wireType(let wire): (code, what) = (.wireType, "wire type \(wire) does not exist")
    case .tooDeep: (code, what) = (.tooDeep, "values are nested more than \(AnyValue.deepest) deep")
    case .tooLarge: (code, what) = (.tooLarge, "the request is longer than \(UInt32.max) bytes; split it")
    case .tooMany(let most): (code, what) = (.tooMany, "more than \(most) \(place.plural) in one request; split it")
    }
    message = "\(place): \(what) at byte \(error.offset)"
  }

  package var description: String { message }
}

/// The message that is being read, for errors. Messages of a kind are counted from 0 in the order
/// of the request's bytes.
package enum OTLPPlace: Hashable, Sendable, CustomStringConvertible {
  case request
  case resourceSpans(Int)
  case scopeSpans(Int)
  case span(Int)
  case resourceLogs(Int)
  case logRecord(Int)
  case resourceMetrics(Int)
  case metric(Int)

  package var description: String {
    switch self {
    case .request: "request"
    case .resourceSpans(let index): "resource_spans \(index)"
    case .scopeSpans(let index): "scope_spans \(index)"
    case .span(let index): "span \(index)"
    case .resourceLogs(let index): "resource_logs \(index)"
    case .logRecord(let index): "log record \(index)"
    case .resourceMetrics(let index): "resource_metrics \(index)"
    case .metric(let index): "metric \(index)"
    }
  }

  /// What there may be too many of.
  var plural: String {
    switch self {
    case .request, .resourceSpans, .scopeSpans, .span: "spans"
    case .resourceLogs, .logRecord: "log records"
    case .resourceMetrics, .metric: "metrics"
    }
  }
}
