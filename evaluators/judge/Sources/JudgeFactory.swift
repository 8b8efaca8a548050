public import CallModel
public import PluginKit

/// Makes the evaluator that `plugin: judge` names: another model, behind an OpenAI-compatible endpoint.
public struct JudgeFactory: EvaluatorFactory {
  public static let id = "judge"

  /// A batch is as many as 64 answers, each a question to a model.
  public static let timeout: Nanoseconds = .seconds(60)

  public static func make(_ settings: inout Settings, host: any Host) throws(SettingsError)
    -> any Evaluator
  {
    for key in ["url", "model", "prompt"] where !settings.has(key) {
      settings.report("'\(key)' is missing")
    }
    let url = settings.chatAddress("url")
    let model = settings.filled("model", "the name of a model")
    let key = settings.apiKey("api_key")
    let headers = settings.headers("headers")
    let prompt = settings.prompt("prompt", host)
    let price = settings.price("price")
    let budget = settings.budget("budget")
    let rate = settings.requestRate("limit")
    settings.checkAllowance(price: price, budget: budget)
    let temperature = settings.number("temperature", in: 0...2) ?? 0
    let mostOutput = settings.integer("max_output_tokens", default: 1_024, in: 16...32_768)
    let longestText = settings.integer("longest_text", default: 24_000, in: 200...1_000_000)
    let concurrency = settings.integer("concurrency", default: 8, in: 1...64)
    let cache = settings.integer("cache", default: 2_000, in: 0...100_000)
    let retries = settings.integer("retries", default: 2, in: 0...8)
    let timeout = settings.duration("timeout") ?? Self.timeout
    let requestTimeout = settings.duration("request_timeout") ?? .seconds(30)
    guard !settings.hasProblems, let url, let model, let prompt else {
      if !settings.hasProblems { settings.report("'url', 'model' and 'prompt' must not be empty") }
      throw SettingsError()
    }
    let bounds: ClosedRange<Nanoseconds> = .milliseconds(10)...(.minutes(10))
    let state = JudgeState(
      allowance: Allowance(budget: budget, rate: rate), recent: RecentAnswers(capacity: cache))
    var written = Hasher()
    written.combine(key)
    written.combine(headers)
    written.combine(prompt)
    let rest =
      "\(url) \(model) \(String(describing: price)) \(String(describing: budget)) \(temperature)"
    let numbers = [
      mostOutput, longestText, concurrency, cache, retries, rate?.most ?? 0, Int(rate?.window ?? 0),
    ]
    return JudgeEvaluator(
      prompt: prompt, model: model, temperature: temperature, mostOutput: mostOutput,
      longestText: longestText,
      timeout: timeout.clamped(to: bounds), concurrency: concurrency,
      endpoint: Endpoint(
        url: url, key: key, headers: headers, price: price, retry: RetryRule(most: retries),
        requestTimeout: requestTimeout.clamped(to: bounds), places: Places(concurrency),
        state: state, host: host),
      revision: "\(rest) \(numbers) \(requestTimeout) \(written.finalize())")
  }
}

extension Nanoseconds {
  fileprivate func clamped(to bounds: ClosedRange<Nanoseconds>) -> Nanoseconds {
    Swift.min(Swift.max(self, bounds.lowerBound), bounds.upperBound)
  }
}
