import FoundationEssentials
import JSON
import PluginKit
import StandardPlugins
import Testing

/// Each folder of a plugin home is a plugin, has the same files as the others, and is registered.
struct PluginFolderTests {
  static let homes = ["evaluators", "exporters"]

  static let folders: [(home: String, name: String)] = homes.flatMap { home in
    let names = (try? FileManager.default.contentsOfDirectory(atPath: root.appending(path: home).path)) ?? []
    return names.filter { !$0.hasPrefix(".") }.sorted().map { (home, $0) }
  }

  /// The package's folder.
  static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  @Test func thereArePlugins() {
    #expect(Self.folders.count >= 4)
  }

  @Test(arguments: folders)
  func hasEveryFile(home: String, name: String) throws {
    let folder = Self.root.appending(path: "\(home)/\(name)")
    func exists(_ file: String) -> Bool { FileManager.default.fileExists(atPath: folder.appending(path: file).path) }
    let manifest = try JSON(parsing: [UInt8](Data(contentsOf: folder.appending(path: "plugin.json"))))
    #expect(manifest["id"]?.string == name, "\(home)/\(name)/plugin.json: 'id' must be the folder's name")
    #expect(manifest["kind"]?.string == String(home.dropLast()), "\(home)/\(name)/plugin.json: 'kind'")
    #expect(manifest["version"]?.string?.isEmpty == false, "\(home)/\(name)/plugin.json: 'version'")
    #expect(exists("README.md"), "\(home)/\(name) lacks README.md")
    #expect(exists("Tests"), "\(home)/\(name) lacks Tests")
    #expect(
      exists("Sources") || manifest["command"]?.array?.isEmpty == false,
      "\(home)/\(name) has neither Sources nor a command in plugin.json")
  }

  @Test(arguments: folders)
  func isRegistered(home: String, name: String) throws {
    let folder = Self.root.appending(path: "\(home)/\(name)")
    guard FileManager.default.fileExists(atPath: folder.appending(path: "Sources").path) else { return }
    let ids = home == "evaluators" ? StandardPlugins.evaluators.map { $0.id } : StandardPlugins.exporters.map { $0.id }
    let type = name.split(separator: "_").map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
    #expect(
      ids.filter { $0 == name }.count == 1,
      """
      add this line to Sources/StandardPlugins/StandardPlugins.swift, under \(home):
          \(type)Factory.self,
      """)
  }
}
