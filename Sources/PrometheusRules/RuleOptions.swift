/// What a rule file depends on besides the rules.
package struct RuleOptions: Hashable, Sendable {
  /// Which form of histograms the Prometheus has scraped.
  package enum Histograms: String, CaseIterable, Sendable {
    /// Buckets with bounds that double: a quantile is interpolated within one.
    case classic
    /// Exponential buckets (Prometheus with `--enable-feature=native-histograms`).
    case native
  }

  package var histograms: Histograms
  /// Where people reach Assay: `http://127.0.0.1:4318`; annotations name it.
  package var address: String

  package init(histograms: Histograms = .classic, address: String) {
    self.histograms = histograms
    self.address = address
  }
}
