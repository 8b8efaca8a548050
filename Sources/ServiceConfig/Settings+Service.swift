internal import CallModel
internal import PluginKit

extension Settings {
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
}
