import OTLP
import OtlpExporter
import PluginKit
import PluginTestKit

func exporter(_ host: TestHost, _ settings: [String: Setting.Value] = [:]) throws -> any PushExporter {
  var read = Settings(entries: ["endpoint": "http://collector:4318"].merging(settings) { $1 })
  guard case .push(let exporter) = try OtlpFactory.make(&read, host: host) else { throw SettingsError() }
  return exporter
}

/// The first request's message, decompressed if it says so.
func message(_ host: TestHost, _ place: Int = 0) throws -> ProtobufTree {
  let request = host.requests[place]
  guard request.header("content-encoding") == "gzip" else { return ProtobufTree(request.body) }
  return ProtobufTree(try request.body.withUnsafeBytes { try Gunzip.inflate($0, limit: 1 << 24) })
}
