/// The prompts that come with the plugin; each is a file in `Prompts`.
enum BuiltInPrompt: String, CaseIterable {
  case correct, grounded, relevant, safe

  var text: String {
    let bytes =
      switch self {
      case .correct: PackageResources.correct_txt
      case .grounded: PackageResources.grounded_txt
      case .relevant: PackageResources.relevant_txt
      case .safe: PackageResources.safe_txt
      }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// What the judge is told before every question, whatever the prompt.
  static var system: String { String(decoding: PackageResources.system_txt, as: UTF8.self) }
}
