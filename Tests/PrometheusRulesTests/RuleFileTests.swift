import CallModel
import PrometheusRules
import Testing

struct RuleFileTests {
  @Test func failRatioIsRecordedAndCompared() {
    let text = file(rule(.failRatio(evaluator: "no-refusal"), above: 0.1)).text
    #expect(
      text == """
        # The alerts of Assay's configuration, printed by `assay rules`. Change the configuration, not this file.
        groups:
          - name: "assay a"
            rules:
              - record: route_model:assay_fail_ratio:rate10m
                expr: |-
                  sum by (route, model) (increase(assay_failed_weight_total{evaluator="no-refusal"}[10m]))
                  /
                  (sum by (route, model) (increase(assay_evaluated_weight_total{evaluator="no-refusal"}[10m])) > 0)
                labels: { alert: "a" }
              - record: route_model:assay_judged_calls:increase10m
                expr: |-
                  sum by (route, model) (increase(assay_evaluations_total{evaluator="no-refusal",verdict=~"pass|fail"}[10m]))
                labels: { alert: "a" }
              - alert: "a"
                expr: |-
                  route_model:assay_fail_ratio:rate10m{alert="a"} > 0.1
                  and
                  route_model:assay_judged_calls:increase10m{alert="a"} >= 50
                for: 90s
                keep_firing_for: 90s
                labels: { severity: warning, alert: "a" }
                annotations:
                  summary: "{{ $value | humanizePercentage }} of the judged answers fail no-refusal"
                  description: "The alert is Assay's rule a: fail_ratio by route, model."
                  assay: "http://assay.example:4318/api/alerts"

        """)
  }

  @Test(
    arguments: [
      (.failRatio(evaluator: "e"), [.route, .model], true), (.failRatio(evaluator: "e"), [.route, .provider], false),
      (.latency(quantile: 0.95), [.provider, .model], true), (.latency(quantile: 0.95), [.route, .model], false),
      (.errorRatio, [.route, .provider, .model], true), (.errorRatio, [.tenant], false),
      (.errorRatio, [], true), (.spendRate, [.route], true), (.spendRate, [.caller], false),
    ] as [(Signal, [Dimension], Bool)])
  func whatNoMetricBearsIsTakenFromAssay(signal: Signal, by: [Dimension], isWindow: Bool) {
    let file = file(rule(signal, above: 2, by: by))
    #expect(file.counts == (windows: isWindow ? 1 : 0, firing: isWindow ? 0 : 1, external: 0))
    #expect(
      file.text.contains(#"sum by (alert, route, provider, model) (assay_alert_firing{alert="a"}) > 0"#) != isWindow)
  }

  @Test func aScopeOfTenantsIsTakenFromAssayToo() throws {
    var rule = rule(.errorRatio, above: 0.1)
    rule.on = try Scope(parsing: "tenant=acme")
    #expect(file(rule).counts.firing == 1)
  }

  @Test func alertsFromOutsideAreLeftOut() {
    let file = file(rule(.external, above: 0))
    #expect(file.counts == (windows: 0, firing: 0, external: 1))
    #expect(file.text.hasSuffix("groups: []\n"))
    #expect(!file.text.contains("assay_alert_firing"), "it would keep itself up")
  }

  @Test(
    arguments: [
      ("route=checkout", #"{route="checkout"}"#), ("route=check*", #"{route=~"check.*"}"#),
      ("route=a.b+c*", #"{route=~"a\\.b\\+c.*"}"#), ("route=50%25%2A", #"{route="50%*"}"#),
      ("route=*%2A", #"{route=~".*\\*"}"#), (#"route=say "hi"\"#, #"{route="say \"hi\"\\"}"#),
      ("route=a%0Ab", #"{route="a\nb"}"#), ("route=a\u{2028}é", #"{route="a\u2028é"}"#),
      ("model=gpt-*,route=x", #"{model=~"gpt-.*",route="x"}"#),
    ])
  func patternsBecomeMatchers(scope: String, selector: String) throws {
    var rule = rule(.errorRatio, above: 0.1)
    rule.on = try Scope(parsing: scope)
    let text = file(rule).text
    #expect(text.contains("increase(assay_calls_total\(selector)[10m])"), "\(text)")
  }

  @Test func aScopeBesideByNarrowsTheSum() throws {
    var rule = rule(.errorRatio, above: 0.1, by: [.route])
    rule.on = try Scope(parsing: "provider=openai")
    #expect(file(rule).text.contains(#"sum by (route) (increase(assay_calls_total{provider="openai"}[10m]))"#))
  }

  @Test func latencyIsAQuantileOfTheHistogramUnderAssaysLabels() {
    let rule = rule(.latency(quantile: 0.999), above: 30, by: [.model])
    #expect(
      file(rule).text.contains(
        "histogram_quantile(0.999, sum by (le, model) (label_replace("
          + "rate(gen_ai_client_operation_duration_seconds_bucket[10m]), \"model\", \"$1\", \"gen_ai_request_model\", \"(.*)\")))"
      ))
    #expect(
      file(rule).text.contains("model:gen_ai_client_operation_duration_seconds:p99_9_rate10m{alert=\"a\"} > 30.0"))
    let native = RuleFile([rule], RuleOptions(histograms: .native, address: "")).text
    #expect(!native.contains("_bucket") && !native.contains("le,"))
  }

  @Test func classicBucketsEndBelowLongLatencies() {
    let rule = rule(.latency(quantile: 0.5), above: 90, by: [.model])
    #expect(file(rule).counts.firing == 1)
    #expect(RuleFile([rule], RuleOptions(histograms: .native, address: "")).counts.windows == 1)
  }

  @Test func spendIsInDollarsAnHourAndOneCallIsEnough() {
    var rule = rule(.spendRate, above: 20, by: [.route])
    rule.minSamples = 1
    #expect(file(rule).text.contains("route:assay_spend_dollars_per_hour:rate10m{alert=\"a\"} > 20.0\n        for:"))
    rule.minSamples = 5
    #expect(file(rule).text.contains("route:assay_priced_calls:increase10m{alert=\"a\"} >= 5"))
  }

  @Test func anAlertThatActsIsCritical() {
    var rule = rule(.errorRatio, above: 0.1)
    rule.throttle = ThrottlePolicy()
    #expect(file(rule).text.contains("severity: warning"))
    rule.mode = .enforce
    #expect(file(rule).text.contains("severity: critical"))
  }

  @Test func anAnnotationIsNoTemplateByAccident() throws {
    var rule = rule(.errorRatio, above: 0.1)
    rule.on = try Scope(parsing: "route={{ $value }}")
    #expect(file(rule).text.contains(#"route={{ \"{{\" }}%20$value%20}}"#))
  }

  private func file(_ rule: AlertRule) -> RuleFile {
    RuleFile([rule], RuleOptions(address: "http://assay.example:4318"))
  }
}

func rule(_ signal: Signal, above: Double, by: [Dimension] = [.route, .model]) -> AlertRule {
  AlertRule(
    name: "a", signal: signal, above: above, window: .minutes(10), minSamples: 50, holdFor: .seconds(90), by: by)
}
