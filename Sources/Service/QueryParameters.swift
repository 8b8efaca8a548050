internal import CallModel
internal import Hummingbird
internal import Storage

/// The parameters of a query, each checked; an unknown one is an error, since a misspelt filter
/// would silently show everything.
struct QueryParameters {
  private let values: [(name: String, value: String)]

  init(_ request: Request, known: Set<String>) throws(APIError) {
    values = request.uri.queryParameters.map { (String($0.key), String($0.value)) }
    for (name, _) in values where !known.contains(name) {
      throw APIError.badRequest("there is no parameter '\(name)'; known: \(known.sorted().joined(separator: ", "))")
    }
  }

  func text(_ name: String) -> String? { values.last { $0.name == name }?.value }

  /// At most 1,000; 50 if nothing is said.
  func limit() throws(APIError) -> Int {
    guard let written = text("limit") else { return 50 }
    guard let limit = Int(written), (1...1_000).contains(limit) else {
      throw APIError.badRequest("'limit' must be a whole number from 1 to 1000")
    }
    return limit
  }

  func scope() throws(APIError) -> Scope {
    guard let written = text("scope") else { return .everything }
    do throws(ScopeError) {
      return try Scope(parsing: written)
    } catch {
      throw APIError.badRequest("'scope': \(error)")
    }
  }

  /// One of a few words.
  func choice<Choice>(_ name: String, _ choices: [(name: String, value: Choice)]) throws(APIError) -> Choice? {
    guard let written = text(name) else { return nil }
    if let choice = choices.first(where: { $0.name == written }) { return choice.value }
    let known = choices.map(\.name).joined(separator: ", ")
    throw APIError.badRequest("'\(name)' must be one of \(known); found '\(written)'")
  }

  /// A moment in nanoseconds since 1970, or a length of time before now: `15m`.
  func moment(_ name: String, now: Nanoseconds) throws(APIError) -> Nanoseconds? {
    guard let written = text(name) else { return nil }
    if let moment = Int64(written), moment >= 0 { return moment }
    if let length = Nanoseconds(written: written), length >= 0 { return now - length }
    throw APIError.badRequest("'\(name)' must be nanoseconds since 1970, or a length of time before now such as 15m")
  }

  /// Where the page before ended, as its `next` said.
  func cursor() throws(APIError) -> CallQuery.Cursor? {
    guard let written = text("after") else { return nil }
    let parts = written.split(separator: "-").map { Int64($0) }
    guard parts.count == 2, let arrival = parts[0], let id = parts[1] else {
      throw APIError.badRequest("'after' must be what an earlier answer named as 'next'")
    }
    return CallQuery.Cursor(arrival: arrival, id: id)
  }

  /// Range of time, cursor and limit of a list of calls.
  func callQuery(now: Nanoseconds) throws(APIError) -> CallQuery {
    CallQuery(
      from: try moment("from", now: now) ?? .min, to: try moment("to", now: now) ?? .max, after: try cursor(),
      limit: try limit())
  }

  static let callQuery: Set<String> = ["after", "from", "limit", "scope", "to"]
}

extension CallQuery.Cursor {
  var written: String { "\(arrival)-\(id)" }
}
