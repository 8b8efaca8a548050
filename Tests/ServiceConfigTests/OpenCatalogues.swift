import Foundation

/// Prices in dollars per million tokens as somebody else's catalogue has them, keyed as ours.
typealias ListedPrices = [String: Double]

/// genai-prices: a JSON list of providers with models, matching rules and prices.
struct GenAIPrices {
  private var models: [String: [[String: Any]]] = [:]

  init(_ data: Data) throws {
    for provider in try JSONSerialization.jsonObject(with: data) as? [[String: Any]] ?? [] {
      guard let id = provider["id"] as? String else { continue }
      models[id] = provider["models"] as? [[String: Any]]
    }
  }

  /// The prices that hold on a day, base tier; nil if the model is not listed.
  func prices(provider: String, model: String, on day: String) -> ListedPrices? {
    let list = models[provider] ?? []
    guard
      let found = list.first(where: { $0["id"] as? String == model })
        ?? list.first(where: { ($0["match"] as? [String: Any]).map { matches($0, model) } ?? false })
    else { return nil }
    var prices = found["prices"] as? [String: Any] ?? [:]
    for dated in found["prices"] as? [[String: Any]] ?? [] {
      let constraint = dated["constraint"] as? [String: Any] ?? [:]
      // Prices by time of day are not comparable with ours.
      guard constraint["start_time"] == nil, constraint["start_date"] as? String ?? "" <= day else { continue }
      prices = dated["prices"] as? [String: Any] ?? [:]
    }
    let keys = [
      "input": "input_mtok", "output": "output_mtok", "cache_read": "cache_read_mtok",
      "cache_write": "cache_write_mtok",
    ]
    return keys.compactMapValues { key in
      let tiers = prices[key] as? [String: Any]
      return ((tiers?["base"] ?? prices[key]) as? NSNumber)?.doubleValue
    }
  }

  private func matches(_ rule: [String: Any], _ model: String) -> Bool {
    rule.contains { key, value in
      switch (key, value) {
      case ("or", let rules as [[String: Any]]): rules.contains { matches($0, model) }
      case ("and", let rules as [[String: Any]]): rules.allSatisfy { matches($0, model) }
      case ("equals", let text as String): model == text
      case ("starts_with", let text as String): model.hasPrefix(text)
      case ("ends_with", let text as String): model.hasSuffix(text)
      case ("contains", let text as String): model.contains(text)
      default: false
      }
    }
  }
}

/// models.dev: a SQLite file, read through the library that the project links anyway.
struct ModelsDev {
  private var listed: [String: ListedPrices] = [:]

  struct Unreadable: Error {}

  init(path: String) throws {
    typealias Open =
      @convention(c) (UnsafePointer<CChar>, UnsafeMutablePointer<OpaquePointer?>, Int32, OpaquePointer?) -> Int32
    typealias Prepare =
      @convention(c) (
        OpaquePointer, UnsafePointer<CChar>, Int32, UnsafeMutablePointer<OpaquePointer?>, OpaquePointer?
      ) -> Int32
    typealias Statement = @convention(c) (OpaquePointer) -> Int32
    typealias Text = @convention(c) (OpaquePointer, Int32) -> UnsafePointer<CChar>?
    typealias Number = @convention(c) (OpaquePointer, Int32) -> Double
    typealias Kind = @convention(c) (OpaquePointer, Int32) -> Int32

    guard let library = dlopen("libsqlite3.so.0", RTLD_NOW) else { throw Unreadable() }
    func function<F>(_ name: String, as type: F.Type) throws -> F {
      guard let symbol = dlsym(library, name) else { throw Unreadable() }
      return unsafeBitCast(symbol, to: type)
    }
    let open = try function("sqlite3_open_v2", as: Open.self)
    let prepare = try function("sqlite3_prepare_v2", as: Prepare.self)
    let step = try function("sqlite3_step", as: Statement.self)
    let text = try function("sqlite3_column_text", as: Text.self)
    let number = try function("sqlite3_column_double", as: Number.self)
    let kind = try function("sqlite3_column_type", as: Kind.self)
    let finalize = try function("sqlite3_finalize", as: Statement.self)
    let close = try function("sqlite3_close", as: Statement.self)

    var database: OpaquePointer?
    let readOnly: Int32 = 1
    guard open(path, &database, readOnly, nil) == 0, let database else { throw Unreadable() }
    defer { _ = close(database) }
    let query = """
      SELECT model_full_id, cost_input, cost_output, cost_cache_read, cost_cache_write
      FROM pricing WHERE min_context = 0 AND experimental_mode_name IS NULL
      """
    var statement: OpaquePointer?
    guard prepare(database, query, -1, &statement, nil) == 0, let statement else { throw Unreadable() }
    defer { _ = finalize(statement) }
    let row: Int32 = 100
    let null: Int32 = 5
    while step(statement) == row {
      guard let id = text(statement, 0) else { continue }
      for (column, key) in [(Int32(1), "input"), (2, "output"), (3, "cache_read"), (4, "cache_write")]
      where kind(statement, column) != null {
        listed[String(cString: id), default: [:]][key] = number(statement, column)
      }
    }
  }

  func prices(provider: String, model: String) -> ListedPrices? { listed["\(provider):\(model)"] }
}
