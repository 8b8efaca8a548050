/// The format that answers a request's `Accept` header (RFC 9110, 12.5.1; Prometheus, content
/// negotiation).
///
/// A format is wanted as much as the most specific range that names it says. Of several wanted
/// equally, the one that the header names first is chosen, and of those that one range names
/// (`*/*`) the first of `Format`. Text 0.0.4, which everybody reads, answers where nothing that
/// is asked for can be given.
struct Negotiation: Equatable {
  /// In the order of our preference.
  enum Format: CaseIterable {
    case text, openMetrics, oldOpenMetrics, newText, protobuf
  }

  let format: Format
  /// How names outside of the legacy set are to be escaped; nil if the request does not say.
  ///
  /// All our names are in that set, so every scheme writes the same: it is only repeated.
  let escaping: String?

  init(accept: String?) {
    let ranges = MediaRange.all(in: accept ?? "")
    var best: (format: Format, place: Int)?
    for format in Format.allCases {
      guard let place = Negotiation.place(of: format, in: ranges) else { continue }
      if let best {
        let (old, new) = (ranges[best.place].quality, ranges[place].quality)
        if old > new || old == new && best.place <= place { continue }
      }
      best = (format, place)
    }
    format = best?.format ?? .text
    let scheme = best.flatMap { ranges[$0.place].parameters["escaping"] }
    escaping = scheme.flatMap { ["allow-utf-8", "underscores", "dots", "values"].contains($0) ? $0 : nil }
  }

  /// The type of the answer; those of version 1.0.0 repeat the escaping scheme.
  var contentType: String {
    let scheme = escaping.map { "; escaping=\($0)" } ?? ""
    return switch format {
    case .text: "text/plain; version=0.0.4; charset=utf-8"
    case .newText: "text/plain; version=1.0.0; charset=utf-8\(scheme)"
    case .openMetrics: "application/openmetrics-text; version=1.0.0; charset=utf-8\(scheme)"
    case .oldOpenMetrics: "application/openmetrics-text; version=0.0.1; charset=utf-8"
    case .protobuf:
      "application/vnd.google.protobuf; proto=io.prometheus.client.MetricFamily; encoding=delimited"
    }
  }

  /// Which range decides about a format: the most specific, of equals the most wanted, of
  /// those the first; nil if the format is not asked for, or refused.
  private static func place(of format: Format, in ranges: [MediaRange]) -> Int? {
    var best: (place: Int, weight: (specificity: Int, quality: Int))?
    for (place, range) in ranges.enumerated() {
      guard let specificity = format.specificity(of: range) else { continue }
      let weight = (specificity, range.quality)
      if best.map({ $0.weight < weight }) ?? true { best = (place, weight) }
    }
    return best.flatMap { $0.weight.quality > 0 ? $0.place : nil }
  }
}

extension Negotiation.Format {
  /// How closely a range names the format: 0 by `*/*`, 3 with its version; nil if not at all.
  fileprivate func specificity(of range: MediaRange) -> Int? {
    // Who takes anything shall get something to read.
    if self == .protobuf { return namesProtobuf(range) ? 3 : nil }
    if range.type == "*" { return 0 }
    guard range.type == type else { return nil }
    if range.subtype == "*" { return 1 }
    guard range.subtype == subtype else { return nil }
    guard let version = range.parameters["version"] else { return 2 }
    return version == self.version ? 3 : nil
  }

  private func namesProtobuf(_ range: MediaRange) -> Bool {
    range.type == "application" && range.subtype == "vnd.google.protobuf"
      && range.parameters["proto"] == "io.prometheus.client.MetricFamily"
      && range.parameters["encoding"] == "delimited"
  }

  private var type: String {
    switch self {
    case .text, .newText: "text"
    case .openMetrics, .oldOpenMetrics, .protobuf: "application"
    }
  }

  private var subtype: String {
    switch self {
    case .text, .newText: "plain"
    case .openMetrics, .oldOpenMetrics: "openmetrics-text"
    case .protobuf: "vnd.google.protobuf"
    }
  }

  private var version: String? {
    switch self {
    case .text: "0.0.4"
    case .oldOpenMetrics: "0.0.1"
    case .newText, .openMetrics: "1.0.0"
    case .protobuf: nil
    }
  }
}
