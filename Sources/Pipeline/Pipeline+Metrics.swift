internal import Alerting
internal import Analysis
package import CallModel
internal import Glibc
internal import Storage
internal import Telemetry
internal import Throttling

extension Pipeline {
  /// Everything measured, as an exporter takes it.
  package func snapshot() -> MetricsSnapshot {
    let now = wallClock()
    return MetricsSnapshot(
      families: measured.snapshot(at: now, symbols: symbols) + qualityFamilies(at: now) + loopFamilies()
        + budgetFamilies(at: now) + evaluatorFamilies() + meter.instruments.snapshot() + queueFamilies()
        + processFamilies(),
      at: now)
  }

  private func qualityFamilies(at now: Nanoseconds) -> [MetricFamily] {
    let qualities = measured.qualities(at: now)
    let labels = ["evaluator", "route", "model"]
    func family(_ name: String, _ help: String, _ value: (SignalValue) -> Double?) -> MetricFamily {
      MetricFamily(
        name: name, help: help, kind: .gauge, labels: labels,
        points: qualities.compactMap { quality in
          value(quality.value).map {
            MetricPoint(
              labelValues: [
                quality.evaluator, symbols.routes.name(of: quality.route) ?? "",
                symbols.models.name(of: quality.model) ?? "",
              ], value: .number($0))
          }
        })
    }
    return [
      family("assay_fail_ratio", "The weighted share of judged calls that failed, over ten minutes.") { $0.value },
      family("assay_fail_ratio_lower", "The lower end of the fail ratio's 95 % interval.") { $0.lower },
      family("assay_fail_ratio_upper", "The upper end of the fail ratio's 95 % interval.") { $0.upper },
    ]
  }

  private func loopFamilies() -> [MetricFamily] {
    let firing = loop.firing().map {
      MetricPoint(labelValues: [$0.alert, $0.route, $0.provider, $0.model], value: .number(Double($0.count)))
    }
    let shares = loop.shares(.enforce).map {
      MetricPoint(labelValues: [$0.throttle, $0.route, $0.provider, $0.model], value: .number($0.share))
    }
    return [
      MetricFamily(
        name: "assay_alert_firing", help: "How many scopes of an alert fire.", kind: .gauge,
        labels: ["alert", "route", "provider", "model"], points: firing),
      MetricFamily(
        name: "assay_throttle_admit_ratio", help: "The lowest share of calls that an enforcing throttle admits.",
        kind: .gauge, labels: ["throttle", "route", "provider", "model"], points: shares),
      MetricFamily(
        name: "assay_spend_anomaly_score",
        help: "How far spend is out of what is usual, by the alerts on spend_anomaly; 1 and more alarms.",
        kind: .gauge, labels: ["route", "model"], points: anomalyPoints()),
    ]
  }

  /// The highest score under each route and model; who called is folded.
  private func anomalyPoints() -> [MetricPoint] {
    var highest: [[String]: Double] = [:]
    for (scope, score) in measured.anomalyScores() {
      let labels = [scope[.route] ?? "", scope[.model] ?? ""]
      guard highest[labels] != nil || highest.count < 2_000 else { continue }
      highest[labels] = max(highest[labels] ?? 0, score)
    }
    return highest.sorted { $0.key.lexicographicallyPrecedes($1.key) }.map {
      MetricPoint(labelValues: $0.key, value: .number($0.value))
    }
  }

  private func budgetFamilies(at now: Nanoseconds) -> [MetricFamily] {
    let states = spending.states(at: now)
    func family(_ name: String, _ help: String, _ value: (BudgetState) -> Double) -> MetricFamily {
      MetricFamily(
        name: name, help: help, kind: .gauge, labels: ["budget"],
        points: states.map { MetricPoint(labelValues: [$0.budget], value: .number(value($0))) })
    }
    return [
      family("assay_budget_used_ratio", "The part of a budget used, by the account that used most.") { $0.usedRatio },
      family("assay_budget_remaining_dollars", "What the account that used most has left.") { $0.remaining.dollars },
    ]
  }

  private func queueFamilies() -> [MetricFamily] {
    let queues = [
      ("journal", journal.depth), ("calls", calls.depth),
      ("assembly", (items: calls.waitingCalls, cost: 0, refused: 0)),
      ("judge", judge.depth), ("index", index.depth),
      ("queries", queries.depth), ("json", translations.depth), ("masking", masking.depth),
      ("reload", reloads.depth), ("external", external.depth),
    ]
    return [
      MetricFamily(
        name: "assay_queue_depth", help: "Items that wait for a stage.", kind: .gauge, labels: ["queue"],
        points: queues.map { MetricPoint(labelValues: [$0.0], value: .number(Double($0.1.items))) }),
      MetricFamily(
        name: "assay_queue_refused_total", help: "Items that a full queue has turned away.", kind: .counter,
        labels: ["queue"],
        points: queues.map { MetricPoint(labelValues: [$0.0], value: .number(Double($0.1.refused))) }),
    ]
  }

  private func processFamilies() -> [MetricFamily] {
    func gauge(_ name: String, _ help: String, _ value: Double, labels: KeyValuePairs<String, String> = [:])
      -> MetricFamily
    {
      MetricFamily(
        name: name, help: help, kind: .gauge, labels: labels.map(\.key),
        points: [MetricPoint(labelValues: labels.map(\.value), value: .number(value))])
    }
    var usage = rusage()
    getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    let seconds = Double(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec)
    let microseconds = Double(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec)
    return [
      gauge(
        "assay_build_info", "Constant 1, with the version as a label.", 1, labels: ["version": inForce.value.version]),
      MetricFamily(
        name: "assay_storage_bytes", help: "Bytes on disk.", kind: .gauge, labels: ["part"],
        points: [
          MetricPoint(labelValues: ["index"], value: .number(Double(reader.size))),
          MetricPoint(labelValues: ["journal"], value: .number(Double(journalReader.size))),
        ]),
      MetricFamily(
        name: "process_cpu_seconds_total", help: "Processor time spent, user and system.", kind: .counter, labels: [],
        points: [MetricPoint(labelValues: [], value: .number(seconds + microseconds / 1e6))]),
      gauge("process_resident_memory_bytes", "Resident memory.", Double(residentBytes())),
    ]
  }
}

/// The process's resident memory (proc(5), `statm`).
private func residentBytes() -> Int {
  let file = open("/proc/self/statm", O_RDONLY | O_CLOEXEC)
  guard file >= 0 else { return 0 }
  defer { close(file) }
  var text = [UInt8](repeating: 0, count: 128)
  let count = read(file, &text, text.count)
  guard count > 0 else { return 0 }
  let fields = String(decoding: text[..<count], as: UTF8.self).split(separator: " ")
  return fields.count > 1 ? (Int(fields[1]) ?? 0) * sysconf(Int32(_SC_PAGESIZE)) : 0
}
