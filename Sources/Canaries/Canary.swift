package import CallModel

/// Golden questions that the service itself asks of a provider on a schedule: what gets worse without a word shows
/// even where there is no traffic.
package struct Canary: Hashable, Sendable {
  /// A question whose right answers are known.
  package struct Question: Hashable, Sendable {
    package var text: String
    /// At least one.
    package var references: [String]

    package init(_ text: String, references: [String]) {
      self.text = text
      self.references = references
    }
  }

  /// The entry's name in the configuration.
  package var name: String
  /// Where chats are posted: the whole address.
  package var url: String
  package var provider: String
  package var model: String
  package var key: String?
  /// Sent before each question; empty for none.
  package var system: String
  /// At least one; they take turns.
  package var questions: [Question]
  /// The evaluator that judges the answers.
  package var evaluator: String
  package var every: Nanoseconds
  /// For the whole answer.
  package var timeout: Nanoseconds
  /// The most tokens of an answer.
  package var mostOutput: Int

  package init(
    name: String, url: String, provider: String, model: String, key: String? = nil,
    system: String = "",
    questions: [Question], evaluator: String, every: Nanoseconds = .minutes(1),
    timeout: Nanoseconds = .seconds(30),
    mostOutput: Int = 256
  ) {
    self.name = name
    self.url = url
    self.provider = provider
    self.model = model
    self.key = key
    self.system = system
    self.questions = questions
    self.evaluator = evaluator
    self.every = every
    self.timeout = timeout
    self.mostOutput = mostOutput
  }

  /// The route that its calls are counted under.
  package var route: String { Dimensions.canaryRoutes + name }

  /// The answers known to be right, as calls that were given them.
  ///
  /// They are what an evaluator is challenged with: a provider that got worse has no part in them.
  ///
  /// - Parameter count: how many at most; each question is there once.
  package func goldenAnswers(_ count: Int) -> [LLMCall] {
    questions.prefix(max(0, count)).map { question in
      var call = LLMCall(
        dimensions: Dimensions(route: route, provider: provider, model: model), finish: .stop)
      call.system = system
      call.input = question.text
      call.messages = [Message(role: "user", text: question.text)]
      call.output = question.references.first ?? ""
      call.context = question.references
      call.references = question.references
      return call
    }
  }
}
