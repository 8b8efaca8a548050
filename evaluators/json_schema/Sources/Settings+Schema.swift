internal import JSON
internal import PluginKit

extension Settings {
  /// A schema: the path of a JSON file, JSON text, or a map of the configuration itself.
  mutating func schema(_ key: String, host: any Host) -> Schema? {
    guard let document = document(key, host: host) else { return nil }
    do throws(SchemaProblems) {
      return try SchemaCompiler.compile(document)
    } catch {
      for problem in error.all.prefix(20) { report("the schema is wrong \(problem)", at: key) }
      if error.all.count > 20 { report("and \(error.all.count - 20) more problems of the schema", at: key) }
      return nil
    }
  }

  private mutating func document(_ key: String, host: any Host) -> JSON? {
    guard let setting = raw(key) else {
      report("'\(key)' is missing: the path of a JSON Schema, or the schema itself")
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
      report("expected the path of a JSON Schema, or the schema itself; found \(setting.kind)", at: key)
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
