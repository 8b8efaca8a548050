/// A promise that a plugin must keep: what its program is put through, and what is to come of it.
///
/// Both are pure. Each check has a program of its own, so that none sees what another has done to it.
package struct PluginCheck: Sendable {
  /// Stable: `ready`, `answers`, …
  package let id: String
  /// What the plugin does, in plain words.
  package let promise: String
  /// Whether the service never puts a plugin to it, so that it is advice only.
  let isAdvice: Bool
  /// What the program is put through.
  package let steps: @Sendable (Subject) -> [Step]
  private let judge: @Sendable (Subject, Transcript) -> Finding

  init(
    _ id: String, _ promise: String, isAdvice: Bool = false, steps: @escaping @Sendable (Subject) -> [Step],
    judge: @escaping @Sendable (Subject, Transcript) -> Finding
  ) {
    self.id = id
    self.promise = promise
    self.isAdvice = isAdvice
    self.steps = steps
    self.judge = judge
  }

  /// What a program that went through the steps has shown.
  package func finding(_ subject: Subject, _ transcript: Transcript) -> Finding {
    judge(subject, transcript).asAdvice(isAdvice)
  }

  /// All of them, in the order in which they are made.
  ///
  /// Where one of the first two fails, the others have nothing to find.
  package static func all(for subject: Subject) -> [PluginCheck] {
    let item = subject.item
    return [
      .ready, .answers(item), .order(item), .odd(item),
    ] + (subject.isEvaluator ? [.evidence] : [])
      + [.unknown, .pieces, .cancel(item), .longLine, .badLine, .end]
  }

  /// How many of the first checks must hold for the others to be made.
  package static let needed = 2
}
