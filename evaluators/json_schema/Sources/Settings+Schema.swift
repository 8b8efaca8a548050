internal import JSON
internal import PluginKit

extension Settings {
  /// Where the schema comes from: a file, JSON text, a map of the configuration itself, or each call.
  mutating func source(
    _ key: String, host: any Host, _ options: SchemaCompiler.Options
  ) -> JSONSchemaEvaluator.Source? {
    if case .text("from_call") = raw(key)?.value {
      let (dialect, assertsFormats) = (options.dialect, options.assertsFormats)
      return .calls(
        RequestedSchemas { SchemaCompiler.Options(dialect: dialect, assertsFormats: assertsFormats) })
    }
    return schema(key, host: host, options).map { .fixed($0) }
  }

  private mutating func schema(_ key: String, host: any Host, _ options: SchemaCompiler.Options) -> Schema? {
    guard let document = document(key, host: host) else { return nil }
    do throws(SchemaProblems) {
      let schema = try SchemaCompiler.compile(document, options)
      for warning in schema.warnings.prefix(20) { report("the schema \(warning)", at: key, severity: .warning) }
      return schema
    } catch {
      for problem in error.all.prefix(20) { report("the schema is wrong \(problem)", at: key) }
      if error.all.count > 20 { report("and \(error.all.count - 20) more problems of the schema", at: key) }
      return nil
    }
  }

  private mutating func document(_ key: String, host: any Host) -> JSON? {
    guard let setting = raw(key) else {
      report("'\(key)' is missing: the path of a JSON Schema, the schema itself, or from_call")
      return nil
    }
    switch setting.value {
    case .text(let text) where text.first(where: { !$0.isWhitespace }) == "{":
      return parse(text, named: "the text", key)
    case .text(let path): return file(path, key, host)
    case .map, .bool:
      do throws(JSONConversionError) {
        return try JSON(setting)
      } catch {
        report("\(error)", at: key)
        return nil
      }
    default:
      report("expected the path of a JSON Schema, the schema itself, or from_call; found \(setting.kind)", at: key)
      return nil
    }
  }

  private mutating func file(_ path: String, _ key: String, _ host: any Host) -> JSON? {
    do throws(HostError) {
      return parse(String(decoding: try host.readFile(path), as: UTF8.self), named: shortened(path), key)
    } catch {
      report(shortened("\(error)", to: 300), at: key)
      return nil
    }
  }

  private mutating func parse(_ text: String, named name: String, _ key: String) -> JSON? {
    do throws(JSONError) {
      return try JSON(parsing: text)
    } catch {
      report("\(name) is no JSON: \(error)", at: key)
      return nil
    }
  }
}
