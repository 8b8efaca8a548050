import JSON
import PluginKit
import Testing

@testable import PluginAuthoring

@Suite struct TemplateTests {
  static let all = PluginLanguage.allCases.flatMap { language in PluginManifest.Kind.allCases.map { (language, $0) } }

  @Test(arguments: all) func hasEveryFile(_ language: PluginLanguage, _ kind: PluginManifest.Kind) throws {
    let template = PluginTemplate(name: "my_plugin", kind: kind, language: language)
    let files = Dictionary(uniqueKeysWithValues: template.files.map { ($0.path, $0.text) })
    let manifest = try JSON(parsing: try #require(files["plugin.json"]))
    #expect(manifest["id"]?.string == "my_plugin")
    #expect(manifest["kind"]?.string == kind.rawValue)
    #expect(manifest["version"]?.string == "0.1.0")
    let command = try #require(manifest["command"]?.array).compactMap { $0.string }
    let program = try #require(files[language.program("my_plugin")])
    #expect(program.contains("my_plugin") && !program.contains("NAME"))
    #expect(language == .swift ? files["build.sh"] != nil : files[command.last ?? ""] != nil)
    #expect(files["README.md"]?.contains(template.configuration) == true)
    #expect(files["Tests/test.sh"]?.contains("$(\(command.joined(separator: " ")) <<") == true)
  }

  @Test(arguments: ["", "Upper", "2fast", "with-hyphen", "../up", "a b", "é", String(repeating: "a", count: 65)])
  func refusesNames(_ name: String) {
    #expect(PluginTemplate.problem(name: name, kind: .evaluator, builtIn: [])?.contains("lower_snake_case") == true)
  }

  @Test func refusesBuiltInOnes() {
    let message = PluginTemplate.problem(name: "regex", kind: .evaluator, builtIn: ["regex"])
    #expect(message == "the service has a built-in evaluator 'regex'; take another name")
    #expect(PluginTemplate.problem(name: "regex2", kind: .evaluator, builtIn: ["regex"]) == nil)
  }

  @Test func saysWhereToLookForOtherFolders() {
    let template = PluginTemplate(name: "a_b", kind: .evaluator, language: .python)
    #expect(!template.nextSteps(in: "evaluators/a_b").contains("plugins: ["))
    #expect(template.nextSteps(in: "my/own/a_b").contains("plugins: [evaluators, exporters, my/own]\n"))
    #expect(template.nextSteps(in: "evaluators/a_b").contains("a-b: { plugin: a_b, sample: 100% }"))
  }
}
