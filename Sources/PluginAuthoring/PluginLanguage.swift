internal import PluginKit

/// A language that there is a template for.
package enum PluginLanguage: String, CaseIterable, Sendable {
  case python, shell, node, swift

  /// The program's file in a plugin of that name.
  func program(_ name: String) -> String {
    switch self {
    case .python: "\(name).py"
    case .shell: "\(name).sh"
    case .node: "\(name).js"
    case .swift: "\(name).swift"
    }
  }

  /// What runs it, in its folder.
  func command(_ name: String) -> [String] {
    switch self {
    case .python: ["python3", program(name)]
    case .shell: ["sh", program(name)]
    case .node: ["node", program(name)]
    case .swift: ["./\(name)"]
    }
  }

  /// What must be installed.
  var needs: String {
    switch self {
    case .python: "Python 3.8 or later"
    case .shell: "`jq` 1.6 or later"
    case .node: "Node 18 or later"
    case .swift: "a Swift toolchain: `sh build.sh` compiles it"
    }
  }

  func text(_ kind: PluginManifest.Kind) -> String {
    let bytes =
      switch (self, kind) {
      case (.python, .evaluator): PackageResources.evaluator_py
      case (.python, .exporter): PackageResources.exporter_py
      case (.shell, .evaluator): PackageResources.evaluator_sh
      case (.shell, .exporter): PackageResources.exporter_sh
      case (.node, .evaluator): PackageResources.evaluator_js
      case (.node, .exporter): PackageResources.exporter_js
      case (.swift, .evaluator): PackageResources.evaluator_swift_txt
      case (.swift, .exporter): PackageResources.exporter_swift_txt
      }
    return String(decoding: bytes, as: UTF8.self)
  }
}
