internal import CallModel
internal import PluginKit

extension Settings {
  /// The keys under `listen:`.
  mutating func listen() -> Configuration.Listen {
    var result = Configuration.Listen()
    if let address = address("http") { result.http = address }
    if address("grpc") != nil {
      report(
        "OTLP over gRPC is not built yet in this version: nothing listens here; send OTLP over HTTP", at: "grpc",
        severity: .warning)
    }
    return result
  }

  /// The keys under `storage:`.
  mutating func storage() -> Configuration.Storage {
    var result = Configuration.Storage()
    if let path = text("path") {
      if path.isEmpty { report("names no file", at: "path") }
      result.path = path
    }
    result.keep = duration("keep", default: result.keep, in: .hours(1)...(.days(3_650)), "1h and 3650d")
    if let size = bytes("max_size") {
      if size < 64 << 20 { report("must be at least 64MiB", at: "max_size") }
      result.maxSize = size
    }
    return result
  }

  private enum Keep: String, CaseIterable {
    case all, judged, none
  }

  /// The keys under `content:`; nothing but their defaults is built.
  mutating func content() {
    let keep = choice("keep", default: Keep.all)
    if keep != .all {
      report("'\(keep.rawValue)' is not built yet in this version; only 'all' is", at: "keep")
    }
    guard let redact = raw("redact") else { return }
    switch redact.value {
    case .null: return
    case .list(let rules) where rules.isEmpty: return
    default: report("not built yet in this version; remove it, or send no content", at: "redact")
    }
  }

  /// The keys under `assembly:`.
  mutating func assembly() -> Nanoseconds {
    duration("quiet", default: .seconds(2), in: .milliseconds(10)...(.minutes(1)), "10ms and 1m")
  }

  /// The keys under `sampling:`.
  mutating func sampling() -> SamplingPolicy {
    var result = SamplingPolicy()
    if let rate = share("default") { result.rate = rate }
    if let names = words("always") {
      let known: [Sample.Stratum] = [.error, .slow, .dear, .newModel]
      result.always = []
      for name in names {
        if let stratum = known.first(where: { $0.name == name }) {
          result.always.insert(stratum)
        } else {
          report("'\(name)' is not one of \(known.map(\.name).joined(separator: ", "))", at: "always")
        }
      }
    }
    return result
  }

  private mutating func address(_ key: String) -> ListenAddress? {
    guard let written = text(key) else { return nil }
    guard let address = ListenAddress(parsing: written) else {
      report("'\(written)' is no address; write 127.0.0.1:4318 or [::1]:4318", at: key)
      return nil
    }
    guard address.isLoopback else {
      report(
        "'\(written)': listening beyond loopback needs keys, which this version does not have yet; write 127.0.0.1",
        at: key)
      return nil
    }
    return address
  }
}
