package import CallModel

/// Tells which call spans are one request, so that it is counted once.
///
/// Two instrumentations around one request (a framework's and the client library's, or a client's
/// and a gateway's) give a call span inside a call span. **Rule:** a call whose parent is a call
/// of the same family is the same request as its parent. Chat, text completion and content
/// generation are one family, embeddings another; the resource does not matter. The innermost is
/// counted, since it is closest to the provider; the others repeat it. An outer call with several
/// inner ones (retries, fallbacks) leaves all of these counted, and repeats the one that began
/// last, which gave the answer.
///
/// **What is lost.** Spans end inner first and mostly travel together. A batch is looked at as a
/// whole, so the order in it does not matter, nor does anything where the inner call comes in an
/// earlier batch. But:
/// - the outer call came in an earlier batch, and is counted already: all calls within it repeat
///   it. Tokens are then those that the outer span says, and retries are one request;
/// - of three levels the middle one came last, in a batch of its own: the other two are both
///   counted, since nothing had joined them;
/// - between the two came `capacity` other spans, or a restart: both are counted;
/// - a span that is no call lies between the two: both are counted, as an agent's tool that calls
///   a model must be.
///
/// A call that is handed in again gets the answer it got before. Memory: 27 bytes for each of the
/// last `capacity` spans (calls and parents of calls), grown as they come, and one batch more.
package struct NestedCalls: Sendable {
  /// What a call is to the count.
  package enum Standing: Hashable, Sendable {
    case counted
    /// The same request as the counted call of that span, in the same trace.
    case repeats(SpanID)
  }

  /// What is known of a call while its batch is looked at.
  struct Node: Sendable {
    /// Where its span stands in the table.
    var place = 0
    /// Where its parent stands, whether or not that is a call; -1 if it has none.
    var parentPlace = -1
    /// Its parent in this batch; -1 if there is none.
    var parent = -1
    /// The first of the same span in this batch; its own position if it is that.
    var first = 0
    /// Its children in this batch that have not been settled.
    var unsettled = 0
    /// A counted call that it lies in.
    var outer: UInt64 = 0
    /// A counted call that lies in it, and when that began.
    var inner: UInt64 = 0
    var innerStart = Nanoseconds.min
    var standing: Standing?
  }

  private let hash: SipHash
  private var table: SpanTable
  // Kept between batches, so that they need not be allocated.
  private var nodes: [Node] = []
  private var order: [Int] = []
  /// Of each call its own key, then its parent's.
  private var keys: [UInt64] = []

  /// - Parameters:
  ///   - capacity: spans that are remembered: at least half as many, the last ones, at most all.
  ///   - key: secret, so that nobody can choose ids that fall on one place.
  package init(capacity: Int = 1_000_000, key: (UInt64, UInt64)) {
    hash = SipHash(key: key)
    table = SpanTable(capacity: capacity)
  }

  /// Says of each call of a batch whether it is counted, in their order.
  package mutating func classify(_ calls: [CallRecord]) -> [Standing] {
    table.makeRoom(for: 2 * calls.count)
    keys.removeAll(keepingCapacity: true)
    for call in calls {
      keys.append(key(call, call.span))
      keys.append(key(call, call.parent))
    }
    table.touch(keys)
    nodes.removeAll(keepingCapacity: true)
    nodes.reserveCapacity(calls.count)
    let hasNesting = enter(calls)
    if link(calls) || hasNesting { settleInOrder(calls) } else { settleAlone(calls) }
    return nodes.map { nodes[$0.first].standing ?? .counted }
  }

  /// Enters the batch's calls into the table, each with its position.
  private mutating func enter(_ calls: [CallRecord]) -> Bool {
    var isKnown = false
    for position in calls.indices {
      var node = Node()
      node.first = position
      node.place = table.place(of: keys[2 * position])
      switch table[node.place] {
      case .none: break
      case .pending(let first) where Int(first) < position: node.first = Int(first)
      case .pending: break
      case .named(let inner):
        node.inner = inner
        isKnown = true
      case .counted: node.standing = .counted
      case .inside(let outer): node.standing = .repeats(SpanID(outer))
      case .around(let inner): node.standing = .repeats(SpanID(inner))
      }
      if node.first == position, node.standing == nil { table[node.place] = .pending(UInt64(position)) }
      nodes.append(node)
    }
    return isKnown
  }

  /// Joins each new call with its parent, if that is a call.
  private mutating func link(_ calls: [CallRecord]) -> Bool {
    var hasNesting = false
    for (position, call) in calls.enumerated() {
      guard nodes[position].first == position, nodes[position].standing == nil else { continue }
      guard call.parent.isValid, call.parent != call.span else { continue }
      let place = table.place(of: keys[2 * position + 1])
      nodes[position].parentPlace = place
      switch table[place] {
      case .none, .named, .around: break
      case .pending(let parent):
        nodes[position].parent = Int(parent)
        nodes[Int(parent)].unsettled += 1
        hasNesting = true
      case .counted:
        nodes[position].outer = call.parent.value
        hasNesting = true
      case .inside(let outer):
        nodes[position].outer = outer
        hasNesting = true
      }
    }
    return hasNesting
  }

  /// Nothing in this batch lies in a call, or around one: the usual case.
  private mutating func settleAlone(_ calls: [CallRecord]) {
    for position in calls.indices { settle(position, calls[position]) }
  }

  /// Settles inner calls before outer ones.
  private mutating func settleInOrder(_ calls: [CallRecord]) {
    order.removeAll(keepingCapacity: true)
    for position in calls.indices where nodes[position].unsettled == 0 { order.append(position) }
    var next = 0
    while next < order.count {
      let parent = nodes[order[next]].parent
      next += 1
      guard parent >= 0 else { continue }
      nodes[parent].unsettled -= 1
      if nodes[parent].unsettled == 0 { order.append(parent) }
    }
    // A call that was counted before holds for all that lies in it, at whatever depth.
    for position in order.reversed() where nodes[position].outer == 0 && nodes[position].parent >= 0 {
      nodes[position].outer = nodes[nodes[position].parent].outer
    }
    for position in order { settle(position, calls[position]) }
    // Spans that are each other's parents are no nesting; they would hide each other.
    for position in calls.indices where nodes[position].unsettled > 0 { settle(position, calls[position]) }
  }

  /// Decides of a call whose inner calls are settled, and tells its parent.
  private mutating func settle(_ position: Int, _ call: CallRecord) {
    let node = nodes[position]
    guard node.first == position, node.standing == nil else { return }
    if node.outer != 0 {
      nodes[position].standing = .repeats(SpanID(node.outer))
      table[node.place] = .inside(node.outer)
      return
    }
    let isRing = node.unsettled > 0
    let counted = node.inner == 0 || isRing ? call.span.value : node.inner
    let start = node.inner == 0 || isRing ? call.start : node.innerStart
    nodes[position].standing = counted == call.span.value ? .counted : .repeats(SpanID(counted))
    table[node.place] = counted == call.span.value ? .counted : .around(counted)
    if node.parent >= 0 {
      let known = nodes[node.parent]
      if known.inner == 0 || (start, counted) > (known.innerStart, known.inner) {
        nodes[node.parent].inner = counted
        nodes[node.parent].innerStart = start
      }
    } else if node.parentPlace >= 0 {
      switch table[node.parentPlace] {
      case .none, .named: table[node.parentPlace] = .named(counted)
      case .pending, .counted, .inside, .around: break
      }
    }
  }

  private func key(_ call: CallRecord, _ span: SpanID) -> UInt64 {
    let hash = hash.hash(call.trace.high, call.trace.low, span.value)
    return SpanTable.key(hash, isEmbeddings: call.operation == .embeddings)
  }
}
