import Testing

@testable import PrometheusExporter

@Suite struct NegotiationTests {
  private let protobuf =
    "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited"

  private func format(_ accept: String?) -> Negotiation.Format { Negotiation(accept: accept).format }

  @Test func whatPrometheusSends() {
    let second =
      "application/openmetrics-text;version=1.0.0,application/openmetrics-text;version=0.0.1;q=0.75,"
      + "text/plain;version=0.0.4;q=0.5,*/*;q=0.1"
    #expect(format(second) == .openMetrics)
    #expect(format("\(protobuf),\(second)") == .protobuf)
    let third = """
      application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.6,\
      application/openmetrics-text;version=0.0.1;q=0.5,text/plain;version=1.0.0;escaping=allow-utf-8;q=0.4,\
      text/plain;version=0.0.4;q=0.3,*/*;q=0.2
      """
    #expect(format(third) == .openMetrics)
    #expect(format("\(protobuf);q=0.7,\(third)") == .protobuf)
  }

  @Test(arguments: [
    nil, "", "*/*", "text/*", "text/plain", "text/html,application/xhtml+xml,*/*;q=0.8", "application/json",
    ",;q==", "*", "*/plain", "garbage", "text/plain;version=2.0", "application/openmetrics-text;version=3.0.0",
    "application/openmetrics-text;q=0", "*/*;q=0", "application/vnd.google.protobuf",
    "application/vnd.google.protobuf;proto=x;encoding=delimited",
    "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=text",
    "application/openmetrics-text;version=\"1.0.0", "application/openmetrics-text;version=\"1.0.0\"x",
    "application/openmetrics-text;version", "application/open metrics-text", "application/openmetrics-text/x",
    "application/openmetrics-text;q=2", "application/openmetrics-text;q=-1", "application/openmetrics-text;q=1.001",
    "application/openmetrics-text;q=0.0001", "application/openmetrics-text;q=.5", "application/openmetrics-text;q=x",
  ])
  func fallsBackToText(accept: String?) {
    #expect(format(accept) == .text)
  }

  @Test(arguments: [
    "application/openmetrics-text", "application/*", "APPLICATION/OpenMetrics-Text; Version=1.0.0",
    "application/openmetrics-text; version=\"1.0.0\"", "application/openmetrics-text; version=\"1\\.0.0\" ;Q=0.5 ;;",
    "x/\u{20AC}, application/openmetrics-text", "x/y;a=\",\", application/openmetrics-text;charset=\"utf-8\"",
    "text/plain;q=0.5, application/openmetrics-text;q=0.501", "text/plain;q=0, */*",
    " \t application/openmetrics-text\t;\tversion=1.0.0;q=1.", "q=1, application/openmetrics-text;q=1.000",
  ])
  func openMetrics(accept: String) {
    #expect(format(accept) == .openMetrics)
  }

  @Test func theMostWantedWins() {
    #expect(format("text/plain;version=0.0.4;q=0.5,\(protobuf);q=0.4") == .text)
    #expect(format("text/plain;version=0.0.4;q=0.4,\(protobuf);q=0.5") == .protobuf)
    #expect(format("text/plain;version=1.0.0;q=0.9,text/plain;version=0.0.4;q=0.8") == .newText)
    #expect(format("application/openmetrics-text;version=0.0.1") == .oldOpenMetrics)
  }

  @Test func ofEqualsTheFirstNamedWins() {
    let open = "application/openmetrics-text;version=1.0.0"
    #expect(format("\(open),\(protobuf),text/plain") == .openMetrics)
    #expect(format("\(protobuf),\(open),text/plain") == .protobuf)
    #expect(format("text/plain,\(protobuf),\(open)") == .text)
    #expect(format("\(open);q=0.5,\(protobuf);q=0.5,*/*;q=0.5") == .openMetrics)
  }

  @Test func theMostSpecificRangeDecides() {
    // What the wildcard gives to all others it does not give to the format that has its own weight.
    #expect(format("*/*;q=0.9, text/plain;version=0.0.4;q=0.1, text/plain;q=0.2") == .openMetrics)
    #expect(
      format("text/*;q=0.1, application/*;q=0.2, application/openmetrics-text;version=1.0.0;q=0") == .oldOpenMetrics)
    #expect(format("text/plain;q=0.9, text/plain;version=0.0.4;q=0.5") == .newText)
    // A wildcard is no wish for something that nobody can read.
    #expect(format("text/*;q=0, application/openmetrics-text;q=0, */*") == .text)
  }

  @Test func repeatsTheEscapingSchemeOfNewVersions() {
    let open = "application/openmetrics-text; version=1.0.0; charset=utf-8"
    for (accept, type) in [
      ("application/openmetrics-text;version=1.0.0;escaping=dots", "\(open); escaping=dots"),
      ("application/openmetrics-text;version=1.0.0", open),
      ("application/openmetrics-text;version=1.0.0;escaping=\"a\r\nb\"", open),
      (
        "application/openmetrics-text;version=0.0.1;escaping=dots",
        "application/openmetrics-text; version=0.0.1; charset=utf-8"
      ),
      (
        "text/plain;version=1.0.0;escaping=allow-utf-8",
        "text/plain; version=1.0.0; charset=utf-8; escaping=allow-utf-8"
      ),
      ("text/plain;version=0.0.4;escaping=values", "text/plain; version=0.0.4; charset=utf-8"),
      (protobuf, "application/vnd.google.protobuf; proto=io.prometheus.client.MetricFamily; encoding=delimited"),
    ] {
      #expect(Negotiation(accept: accept).contentType == type)
    }
  }

  @Test func longHeadersAreRead() {
    #expect(format(String(repeating: "x/y,", count: 20_000) + protobuf) == .protobuf)
    #expect(format(String(repeating: "\"\\", count: 20_000)) == .text)
  }
}
