/// The dated model that answers where an alias is asked for, as providers report it.
enum ServedModel {
  private static let dated = [
    "gpt-4o-mini": "gpt-4o-mini-2024-07-18",
    "gpt-4o": "gpt-4o-2024-08-06",
    "gpt-4.1": "gpt-4.1-2025-04-14",
    "gpt-4.1-mini": "gpt-4.1-mini-2025-04-14",
    "o4-mini": "o4-mini-2025-04-16",
    "claude-sonnet-4-5": "claude-sonnet-4-5-20250929",
    "claude-haiku-4-5": "claude-haiku-4-5-20251001",
  ]

  /// The name that the answer to a request for `model` has; any other model is its own.
  static func name(for model: String) -> String { dated[model] ?? model }
}
