internal import CallModel
internal import JSON
internal import Synchronization

/// The schemas that calls ask for themselves, each text compiled once.
///
/// Two generations of at most 256 texts each: when the young one is full it becomes the old one,
/// whose texts are forgotten unless they are asked for again.
final class RequestedSchemas: Sendable {
  /// What a text stands for.
  struct Entry: Sendable {
    /// For the text of the answer; nil if none is asked for.
    var answer: Result<Schema, SchemaFault>?
    /// For the arguments of tools, by name.
    var tools: [String: Result<Schema, SchemaFault>] = [:]
  }

  private struct Generations {
    var young: [String: Entry] = [:]
    var old: [String: Entry] = [:]
  }

  static let most = 256
  /// Longer texts are not compiled.
  static let longest = 256 << 10
  static let mostTools = 128

  private let options: @Sendable () -> SchemaCompiler.Options
  private let kept = Mutex(Generations())

  init(options: @escaping @Sendable () -> SchemaCompiler.Options) { self.options = options }

  /// How many texts are kept.
  var count: Int { kept.withLock { $0.young.count + $0.old.count } }

  /// What a call asks its answer to be.
  func entry(for call: LLMCall) -> Entry {
    var found = Entry()
    for (name, kind) in SchemaAttribute.known {
      guard let text = call.attributes[name] else { continue }
      merge(entry(for: text, kind), into: &found)
    }
    if !call.toolCalls.isEmpty {
      for (name, text) in call.attributes where SchemaAttribute.isTool(name) {
        merge(entry(for: text, .tools), into: &found)
      }
    }
    return found
  }

  private func merge(_ entry: Entry, into found: inout Entry) {
    if found.answer == nil { found.answer = entry.answer }
    if !entry.tools.isEmpty { found.tools.merge(entry.tools) { first, _ in first } }
  }

  private func entry(for text: String, _ kind: SchemaAttribute) -> Entry {
    // One text means different things in different attributes.
    let key = kind.rawValue + text
    if let known = recall(key) { return known }
    let made = make(text, kind)
    keep(made, key)
    return made
  }

  private func recall(_ key: String) -> Entry? {
    kept.withLock { kept in
      if let entry = kept.young[key] { return entry }
      return kept.old[key]
    }
  }

  private func keep(_ entry: Entry, _ key: String) {
    kept.withLock { kept in
      if kept.young.count >= Self.most {
        kept.old = kept.young
        kept.young = [:]
      }
      kept.young[key] = entry
    }
  }

  private func make(_ text: String, _ kind: SchemaAttribute) -> Entry {
    guard text.utf8.count <= Self.longest else { return Entry(answer: .failure(.tooLong)) }
    do throws(JSONError) {
      let value = try JSON(parsing: text)
      var entry = Entry()
      entry.answer = kind.answerSchema(in: value).map(compile)
      for (name, schema) in kind.tools(in: value).prefix(Self.mostTools) { entry.tools[name] = compile(schema) }
      return entry
    } catch {
      // The parameters of a call may be written in any way, a schema may not.
      return kind == .schema ? Entry(answer: .failure(SchemaFault("it is no JSON: \(error)"))) : Entry()
    }
  }

  private func compile(_ schema: JSON) -> Result<Schema, SchemaFault> {
    do throws(SchemaProblems) {
      return .success(try SchemaCompiler.compile(schema, options()))
    } catch {
      return .failure(SchemaFault(error.all.first.map(\.description) ?? "it is wrong"))
    }
  }
}

/// Why the schema that a call asks for cannot be used.
struct SchemaFault: Error {
  let message: String

  init(_ message: String) { self.message = message }

  static let tooLong = SchemaFault("it is longer than \(RequestedSchemas.longest) bytes")
}
