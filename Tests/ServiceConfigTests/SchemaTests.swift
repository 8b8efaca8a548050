import Foundation
import PluginKit
import ServiceConfig
import Testing

/// The schema for editors knows the keys that the reader knows, and no others.
@Suite struct SchemaTests {
  /// A file with a key that nobody knows in every map: the reader answers with those it knows.
  static let nosy = """
    zzz: 1
    listen: { zzz: 1, tls: { zzz: 1 } }
    access: { zzz: 1 }
    assembly: { zzz: 1 }
    storage: { zzz: 1 }
    content: { zzz: 1 }
    sampling: { zzz: 1 }
    evaluators: { e: { plugin: bare, zzz: 1 } }
    alerts:
      a: { zzz: 1, when: { zzz: 1, signal: fail_ratio, evaluator: e, above: 5% }, then: { zzz: 1, throttle: { zzz: 1 } } }
      b: { when: { zzz: 1, signal: latency, above: 5s } }
      c: { when: { zzz: 1, signal: external } }
      d: { when: { zzz: 1, signal: error_ratio, objective: 99% } }
      e: { when: { zzz: 1, signal: fail_ratio, evaluator: e, baseline: objective, objective: 99% } }
    budgets: { b: { limit: $1/day, zzz: 1 } }
    limits: { l: { limit: 1 request/s, zzz: 1 } }
    canaries: { c: { url: "http://a", model: m, question: q, reference: r, evaluator: e, zzz: 1 } }
    exporters: { x: { plugin: other, zzz: 1 }, y: { plugin: pushed, zzz: 1 } }
    """

  /// Where each of those maps stands in the schema.
  static let places: [String: String] = [
    "zzz": "", "listen.zzz": "listen", "listen.tls.zzz": "listen.tls", "access.zzz": "access", "storage.zzz": "storage",
    "content.zzz": "content", "sampling.zzz": "sampling",
    "evaluators.e.zzz": "#evaluator", "alerts.a.zzz": "#alert", "alerts.a.when.zzz": "#condition",
    "alerts.b.when.zzz": "#condition",
    "alerts.c.when.zzz": "#condition", "alerts.d.when.zzz": "#condition", "alerts.e.when.zzz": "#condition",
    "alerts.a.then.zzz": "#consequence", "alerts.a.then.throttle.zzz": "#throttle",
    "exporters.x.zzz": "#exporter", "exporters.y.zzz": "#exporter", "budgets.b.zzz": "#budget",
    "limits.l.zzz": "#limit", "canaries.c.zzz": "#canary", "assembly.zzz": "assembly",
  ]

  @Test func knowsTheKeysOfTheReader() throws {
    let schema = try json("assay.schema.json")
    var bare = context()
    bare.evaluators = [BareFactory.self]
    var known: [String: Set<String>] = [:]
    var maps = 0
    for problem in loadConfiguration(Self.nosy, file: "a", in: bare).problems {
      let place = try #require(Self.places[problem.path], "\(problem)")
      let list = try #require(problem.message.components(separatedBy: "known here: ").last)
      known[place, default: []].formUnion(list.components(separatedBy: ", "))
      maps += 1
    }
    #expect(maps == Self.places.count)
    for (place, keys) in known {
      #expect(try self.keys(at: place, in: schema) == keys, "\(place)")
    }
  }

  @Test func everyPropertyIsDescribedAndClosed() throws {
    let schema = try json("assay.schema.json")
    for name in [
      "", "listen", "listen.tls", "access", "storage", "content", "sampling", "#alert", "#condition", "#consequence",
      "#throttle", "#budget", "#limit", "#canary", "assembly",
    ] {
      let object = try object(at: name, in: schema)
      #expect(object["additionalProperties"] as? Bool == false, "\(name)")
      for (key, value) in try #require(object["properties"] as? [String: [String: Any]]) {
        #expect(value["description"] != nil || value["$ref"] != nil, "\(name) \(key)")
      }
    }
  }

  private func keys(at place: String, in schema: [String: Any]) throws -> Set<String> {
    Set(try #require(try object(at: place, in: schema)["properties"] as? [String: Any]).keys)
  }

  private func object(at place: String, in schema: [String: Any]) throws -> [String: Any] {
    if place.isEmpty { return schema }
    let home = place.hasPrefix("#") ? "$defs" : "properties"
    var object = schema
    for (depth, name) in place.filter({ $0 != "#" }).split(separator: ".").enumerated() {
      let all = try #require(object[depth == 0 ? home : "properties"] as? [String: Any])
      object = try #require(all[String(name)] as? [String: Any], "\(place)")
    }
    return object
  }

  private func json(_ path: String) throws -> [String: Any] {
    let text = try Fixtures.shipped(path)
    return try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
  }
}
