internal import CallModel
internal import Glibc

/// Finds conversations that send their whole past each time, until it is far longer than others'.
///
/// A conversation is told of when its input has grown in eight calls in a row, to at least four
/// times what it was and to at least four times what 95 of 100 calls of the route stay below
/// (20,000 tokens while that is not known; never under 8,000); and again whenever it has doubled. Bounds:
/// 2 · 10,000 conversations, forgotten after an hour or two; 1,000 routes.
struct GrowingContext: Sendable {
  private struct Conversation: Sendable {
    /// At the begin of the rise.
    var first: Int64
    var last: Int64
    var rises = 0
    var next: Int64 = 0
  }

  static let rises = 8
  static let growth: Int64 = 4
  private static let routes = 1_000

  private var conversations = RecentTable<Conversation>(span: .hours(1), capacity: 10_000)
  private var usual: [UInt64: UsualLength] = [:]

  mutating func observe(_ call: PatternCall, key: UInt64, route: UInt64) -> PatternFinding? {
    guard let input = call.usage.input, input > 0, input < 1 << 50 else { return nil }
    let known = usual[route]
    if known != nil || usual.count < Self.routes { usual[route, default: UsualLength()].learn(log2(Double(input))) }
    let limit = known.flatMap { $0.isKnown ? max(8_000, 4 * $0.tokens) : nil } ?? 20_000
    return conversations.change(key, at: call.at, fresh: Conversation(first: input, last: input)) { seen in
      if input > seen.last {
        seen.rises += 1
      } else if input < seen.last {
        seen.rises = 0
        seen.first = input
        seen.next = 0
      }
      seen.last = input
      guard seen.rises >= Self.rises, input / Self.growth >= seen.first, Double(input) >= limit, input >= seen.next
      else { return nil }
      seen.next = 2 * input
      return PatternFinding(
        .growingContext, of: call,
        evidence: "the input of one conversation grew in \(seen.rises) calls in a row from \(seen.first) to \(input) "
          + "tokens; 95 of 100 calls stay below \(known.map { Int($0.tokens) } ?? 0)")
    }
  }
}
