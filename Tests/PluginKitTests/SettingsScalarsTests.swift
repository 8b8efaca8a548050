import PluginKit
import PluginTestKit
import Testing

enum Colour: String, CaseIterable { case red, green }

@Suite struct SettingsScalarsTests {
  @Test func readsWhatIsThere() {
    var settings = Settings(entries: [
      "text": "a", "number": 0.5, "integer": 7, "bool": true, "colour": "green", "texts": ["a", "b"], "map": ["in": 1],
    ])
    #expect(settings.text("text") == "a")
    #expect(settings.text("integer") == "7")
    #expect(settings.requiredText("bool") == "true")
    #expect(settings.number("number", in: 0...1) == 0.5)
    #expect(settings.number("integer", in: 0...9) == 7)
    #expect(settings.integer("integer", default: 1, in: 0...9) == 7)
    #expect(settings.bool("bool", default: false) == true)
    #expect(settings.choice("colour", default: Colour.red) == .green)
    #expect(settings.texts("texts") == ["a", "b"])
    #expect(settings.texts("text") == ["a"])
    var inner = settings.map("map")
    #expect(inner?.path == "entry.map")
    #expect(inner?.integer("in", default: 0, in: 0...9) == 1)
    settings.finish()
    #expect(settings.problems.isEmpty)
  }

  @Test func whatIsAbsentOrNothingHasItsDefault() {
    for entries: [String: Setting.Value] in [
      [:], ["t": nil, "b": nil, "i": nil, "n": nil, "c": nil, "l": nil, "d": nil, "s": nil, "y": nil, "o": nil],
    ] {
      var settings = Settings(entries: entries)
      #expect(settings.text("t") == nil)
      #expect(settings.bool("b", default: true) == true)
      #expect(settings.integer("i", default: 3, in: 0...9) == 3)
      #expect(settings.number("n", in: 0...1) == nil)
      #expect(settings.choice("c", default: Colour.red) == .red)
      #expect(settings.texts("l") == nil)
      #expect(settings.duration("d") == nil)
      #expect(settings.share("s") == nil)
      #expect(settings.bytes("y") == nil)
      #expect(settings.scope("o") == nil)
      settings.finish()
      #expect(settings.problems.isEmpty)
    }
  }

  static let wrong: [(Setting.Value, @Sendable (inout Settings) -> Void, String)] = [
    ([], { _ = $0.text("k") }, "expected text, found a list"),
    ([:], { _ = $0.requiredText("k") }, "expected text, found a map"),
    ("yes", { _ = $0.bool("k", default: true) }, "expected true or false, found text"),
    (1.5, { _ = $0.integer("k", default: 1, in: 0...9) }, "expected a whole number, found a number"),
    (10, { _ = $0.integer("k", default: 1, in: 0...9) }, "must lie between 0 and 9, found 10"),
    (.integer(.min), { _ = $0.integer("k", default: 1, in: 0...9) }, "must lie between 0 and 9, found \(Int64.min)"),
    ("x", { _ = $0.number("k", in: 0...1) }, "expected a number, found text"),
    (1.5, { _ = $0.number("k", in: 0...1) }, "must lie between 0.0 and 1.0, found 1.5"),
    (.number(.nan), { _ = $0.number("k", in: 0...1) }, "must lie between 0.0 and 1.0, found nan"),
    ("blue", { _ = $0.choice("k", default: Colour.red) }, "'blue' is not one of red, green"),
    (["a", 1], { _ = $0.texts("k") }, "expected a list of texts, found a whole number in it"),
    ([:], { _ = $0.texts("k") }, "expected text, found a map"),
  ]

  @Test(arguments: wrong.indices)
  func saysWhatIsWrongAndWhere(index: Int) {
    let (value, read, message) = Self.wrong[index]
    var settings = Settings(entries: ["a": 1, "k": value], file: "assay.yaml", path: "evaluators.e")
    read(&settings)
    #expect(settings.problems.map(\.description) == ["assay.yaml:3: evaluators.e.k: \(message)"])
    #expect(settings.hasProblems)
  }
}
