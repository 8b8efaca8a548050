import CallModel
import Testing

@testable import PrometheusExporter

@Suite struct OpenMetricsFormatTests {
  private func open(_ families: MetricFamily...) -> String {
    let accept = "application/openmetrics-text;version=1.0.0"
    let document = PrometheusExporter().render(MetricsSnapshot(families: families, at: 0), accept: accept)
    return String(decoding: document.body, as: UTF8.self)
  }

  @Test func nothing() {
    #expect(open() == "# EOF\n")
    #expect(open(family("a_total")) == "# EOF\n")
  }

  @Test func countersLoseTheirSuffixInTheFamilyOnly() {
    let text = open(
      family("a_total", labels: ["x"], (["1"], .number(3)), ([""], .number(0.25))),
      family("b_seconds_total", .counter, ([], .number(1))), family("c", .counter, ([], .number(2))))
    #expect(
      text == """
        # TYPE a counter
        # HELP a Help.
        a_total{x="1"} 3
        a_total 0.25
        # TYPE b_seconds counter
        # UNIT b_seconds seconds
        # HELP b_seconds Help.
        b_seconds_total 1
        # TYPE c counter
        # HELP c Help.
        c_total 2
        # EOF

        """)
  }

  @Test func helpEscapesQuotesToo() {
    let text = open(family("a_bytes", .gauge, help: "A \"quote\", back\\slash,\nline.", ([], .number(-1.5))))
    #expect(
      text == """
        # TYPE a_bytes gauge
        # UNIT a_bytes bytes
        # HELP a_bytes A \\"quote\\", back\\\\slash,\\nline.
        a_bytes -1.5
        # EOF

        """)
  }

  @Test func boundsAndQuantilesAreFloats() {
    let text = open(
      family(
        "d_seconds", .summary, labels: ["x"],
        (["1"], .summary(quantiles: [(0.5, 1), (1, .nan)], sum: 12.5, count: 10))),
      family("h", .histogram, ([], .histogram(histogram([0, 3]), bounds: [-1, 0, 4, 1_048_576]))))
    #expect(
      text == """
        # TYPE d_seconds summary
        # UNIT d_seconds seconds
        # HELP d_seconds Help.
        d_seconds{x="1",quantile="0.5"} 1
        d_seconds{x="1",quantile="1.0"} NaN
        d_seconds_sum{x="1"} 12.5
        d_seconds_count{x="1"} 10
        # TYPE h histogram
        # HELP h Help.
        h_bucket{le="0.0"} 1
        h_bucket{le="4.0"} 2
        h_bucket{le="1.048576e+06"} 2
        h_bucket{le="+Inf"} 2
        h_sum 3
        h_count 2
        # EOF

        """)
  }

  @Test func countersThatCountNothingAreLeftOut() {
    let text = open(
      family("a_total", labels: ["x"], (["1"], .number(.nan)), (["2"], .number(-1)), (["3"], .number(.infinity))),
      family("b_total", .counter, ([], .number(.nan))))
    #expect(text == "# TYPE a counter\n# HELP a Help.\na_total{x=\"3\"} +Inf\n# EOF\n")
  }

  @Test func aCounterBesideAGaugeOfItsBaseName() {
    let text = open(
      family("a_seconds", .gauge, ([], .number(1))), family("a_seconds_total", .counter, ([], .number(2))))
    #expect(
      text == """
        # TYPE a_seconds gauge
        # UNIT a_seconds seconds
        # HELP a_seconds Help.
        a_seconds 1
        # TYPE a_seconds_total unknown
        # HELP a_seconds_total Help.
        a_seconds_total 2
        # EOF

        """)
  }
}
