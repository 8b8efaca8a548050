public import CallModel

/// A plugin that judges calls.
///
/// It is handed a batch, never one call at a time, on a thread of its own: it may compute, but
/// it must not wait for the network or the disk except through its `Host`. It must not keep
/// state that makes the verdict on one call depend on another.
public protocol Evaluator: Sendable {
  /// One verdict a call, in the calls' order. What cannot be judged is `.error` or `.skip`,
  /// never a pass.
  func judge(_ calls: [LLMCall]) async -> [Verdict]

  /// Brings up what it needs: a program, a model. Called once, before any call comes; calls wait
  /// for its end, for ten seconds or so at the most. Not called where settings are only checked.
  func start() async

  /// Ends what it began; no call comes any more.
  func stop() async

  /// What it was made of, if one of the same may take its place: a reload keeps an evaluator, and
  /// what it has running, where the new entry would make one of the same revision. Nil: a reload
  /// always takes the new one.
  var revision: String? { get }

  /// How its program is doing; nil for one that runs none.
  var health: PluginHealth? { get }
}

extension Evaluator {
  public func start() async {}
  public func stop() async {}
  public var revision: String? { nil }
  public var health: PluginHealth? { nil }
}

/// Makes the evaluators of one plugin, one for each entry under `evaluators:`.
public protocol EvaluatorFactory: Sendable {
  /// The folder's name, and the value of `plugin:` in a configuration.
  static var id: String { get }

  /// How long a batch may take where the entry has no `timeout`: 2 s, unless the plugin says otherwise.
  static var timeout: Nanoseconds { get }

  /// Reads the entry's settings and compiles what they name.
  ///
  /// Problems are reported into `settings`, so that a user sees all of them at once; throw
  /// only when nothing can be made. Keys that are not read here are reported as unknown.
  static func make(_ settings: inout Settings, host: any Host) throws(SettingsError) -> any Evaluator
}

extension EvaluatorFactory {
  public static var timeout: Nanoseconds { .seconds(2) }
}
