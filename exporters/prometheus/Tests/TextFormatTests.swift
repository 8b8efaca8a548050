import CallModel
import PluginKit
import Testing

@testable import PrometheusExporter

@Suite struct TextFormatTests {
  @Test func contentType() {
    let document = PrometheusExporter().render(MetricsSnapshot(families: [], at: 0), accept: "application/json")
    #expect(document.contentType == "text/plain; version=0.0.4; charset=utf-8")
    #expect(document.body.isEmpty)
  }

  @Test func countersAndGauges() {
    let text = render(
      family(
        "a_total", labels: ["x", "y"], (["1", "2"], .number(3)), (["", "2"], .number(0.25)), (["", ""], .number(7))),
      family("b", .gauge, help: "Back\\slash,\nnew line.", ([], .number(-1.5))),
      family("empty", .gauge))
    #expect(
      text == """
        # HELP a_total Help.
        # TYPE a_total counter
        a_total{x="1",y="2"} 3
        a_total{y="2"} 0.25
        a_total 7
        # HELP b Back\\\\slash,\\nnew line.
        # TYPE b gauge
        b -1.5

        """)
  }

  @Test func summaries() {
    let text = render(
      family(
        "d_seconds", .summary, labels: ["x"],
        (["1"], .summary(quantiles: [(0.5, 1.25), (0.99, .nan)], sum: 12.5, count: 10)),
        ([""], .summary(quantiles: [(0.5, 2)], sum: 2, count: 1))))
    #expect(
      text == """
        # HELP d_seconds Help.
        # TYPE d_seconds summary
        d_seconds{x="1",quantile="0.5"} 1.25
        d_seconds{x="1",quantile="0.99"} NaN
        d_seconds_sum{x="1"} 12.5
        d_seconds_count{x="1"} 10
        d_seconds{quantile="0.5"} 2
        d_seconds_sum 2
        d_seconds_count 1

        """)
  }

  @Test func histogramsAreCumulative() {
    let values = histogram([0, 0.5, 1, 3, 100])
    let text = render(
      family(
        "h", .histogram, labels: ["x"], (["1"], .histogram(values, bounds: [0.5, 1, 4])),
        ([""], .histogram(values, bounds: [2]))))
    #expect(
      text == """
        # HELP h Help.
        # TYPE h histogram
        h_bucket{x="1",le="0.5"} 2
        h_bucket{x="1",le="1"} 3
        h_bucket{x="1",le="4"} 4
        h_bucket{x="1",le="+Inf"} 5
        h_sum{x="1"} 104.5
        h_count{x="1"} 5
        h_bucket{le="2"} 3
        h_bucket{le="+Inf"} 5
        h_sum 104.5
        h_count 5

        """)
  }

  @Test func labelValuesMayBeAnything() {
    let value = "quote \" back\\slash\nline\ttab \u{0} é 🙂"
    let text = render(family("a_total", labels: ["x"], ([value], .number(1))))
    #expect(text.hasSuffix("a_total{x=\"quote \\\" back\\\\slash\\nline\ttab \u{0} é 🙂\"} 1\n"))
  }

  @Test func eachNameAndEachSeriesComesOnce() {
    let text = render(
      family("a_total", labels: ["x"], (["1"], .number(1)), (["2"], .number(2)), (["1"], .number(3))),
      family("b_total", .counter, ([], .number(1))),
      family("a_total", labels: ["x"], (["2"], .number(9)), (["3"], .number(4))),
      family("a_total", .gauge, ([], .number(5))))
    #expect(
      text == """
        # HELP a_total Help.
        # TYPE a_total counter
        a_total{x="1"} 1
        a_total{x="2"} 2
        a_total{x="3"} 4
        # HELP b_total Help.
        # TYPE b_total counter
        b_total 1

        """)
  }

  @Test func pointsWithTooFewOrTooManyValuesAreStillWritten() {
    let text = render(
      family("a_total", labels: ["x", "y"], (["1"], .number(1)), (["2", "3", "4"], .number(2)), ([], .number(3))))
    #expect(text.hasSuffix("a_total{x=\"1\"} 1\na_total{x=\"2\",y=\"3\"} 2\na_total 3\n"))
  }

  @Test func pointsOfAnotherKindAreLeftOut() {
    let text = render(
      family(
        "a_total", labels: ["x"], (["1"], .summary(quantiles: [], sum: 1, count: 1)), (["2"], .number(2)),
        (["3"], .histogram(histogram([1]), bounds: []))),
      family("h", .histogram, ([], .number(1))))
    #expect(text == "# HELP a_total Help.\n# TYPE a_total counter\na_total{x=\"2\"} 2\n")
  }
}
