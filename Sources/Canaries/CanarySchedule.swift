package import CallModel

/// Which golden questions are to be asked now: a plain value, with the clock an argument.
///
/// Each canary has slots of its own length, which begin at a place that its name decides, so that several do not
/// ask at once; within a slot the moment moves by up to a tenth. A slot that passed unused (the service slept, the
/// provider was slow) is not made up for.
package struct CanarySchedule: Sendable {
  /// A question to ask: the places of the canary and of its question.
  package struct Due: Hashable, Sendable {
    package var canary: Int
    package var question: Int
  }

  /// More questions than this are never under way at once, over all canaries.
  package static let mostUnderWay = 32
  /// More than this a canary is never asked at once, however often it is challenged.
  package static let mostChallenged = 16
  /// Even a canary that asks seldom begins within this time.
  static let latestStart: Nanoseconds = .seconds(30)

  fileprivate struct Entry: Sendable {
    let seed: UInt64
    let every: Nanoseconds
    let questions: Int
    let start: Nanoseconds
    /// The slot in which it asks next.
    var slot: Int64 = 0
    /// The question that comes next.
    var question = 0
    /// Questions that are asked at once.
    var challenged = 0
    var underWay = 0
  }

  private var entries: [Entry]

  /// A schedule that begins now.
  package init(_ canaries: [Canary], at now: Nanoseconds) {
    entries = canaries.map { canary in
      let seed = hash(canary.name)
      let every = max(.seconds(1), canary.every)
      let phase = Nanoseconds(seed % UInt64(min(every, Self.latestStart)))
      return Entry(
        seed: seed, every: every, questions: max(1, canary.questions.count), start: now + phase)
    }
  }

  /// Takes the questions that are due; whoever asks them says when each is `done`.
  package mutating func takeDue(at now: Nanoseconds) -> [Due] {
    var room = Self.mostUnderWay - entries.reduce(0) { $0 + $1.underWay }
    var due: [Due] = []
    for place in entries.indices {
      // Challenges first: a throttle waits for them.
      while entries[place].challenged > 0, room > 0 {
        entries[place].challenged -= 1
        due.append(take(place))
        room -= 1
      }
    }
    for place in entries.indices where entries[place].isDue(at: now) {
      entries[place].slot = entries[place].slot(at: now) + 1
      guard entries[place].underWay == 0, room > 0 else { continue }
      due.append(take(place))
      room -= 1
    }
    return due
  }

  /// Makes so many questions of a canary due at once, on top of what its slots bring.
  package mutating func challenge(_ canary: Int, count: Int) {
    guard entries.indices.contains(canary) else { return }
    let most = Self.mostChallenged - entries[canary].underWay
    entries[canary].challenged = max(0, min(max(entries[canary].challenged, count), most))
  }

  /// A question of a canary was answered, or was given up.
  package mutating func done(_ canary: Int) {
    guard entries.indices.contains(canary) else { return }
    entries[canary].underWay = max(0, entries[canary].underWay - 1)
  }

  /// When something is due next, if nothing else happens; nil without canaries.
  package var next: Nanoseconds? {
    entries.contains { $0.challenged > 0 } ? .min : entries.map { $0.moment(of: $0.slot) }.min()
  }

  private mutating func take(_ place: Int) -> Due {
    let question = entries[place].question
    entries[place].question = (question + 1) % entries[place].questions
    entries[place].underWay += 1
    return Due(canary: place, question: question)
  }
}

extension CanarySchedule.Entry {
  /// When the question of a slot is asked.
  fileprivate func moment(of slot: Int64) -> Nanoseconds {
    let (length, overflow) = slot.multipliedReportingOverflow(by: every)
    guard !overflow else { return .max }
    // The first is asked at the beginning, so that a start is soon followed by an answer.
    let jitter =
      slot == 0 ? 0 : Nanoseconds(mixed(seed ^ UInt64(bitPattern: slot)) % UInt64(every / 10))
    let (moment, beyond) = start.addingReportingOverflow(length)
    return beyond || moment > .max - jitter ? .max : moment + jitter
  }

  fileprivate func isDue(at now: Nanoseconds) -> Bool { moment(of: slot) <= now }

  /// The slot that a moment lies in.
  fileprivate func slot(at now: Nanoseconds) -> Int64 { max(slot, (now - start) / every) }
}

/// FNV-1a of a name, 64 bits: the same in every process.
private func hash(_ name: String) -> UInt64 {
  mixed(name.utf8.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 })
}

/// The finalisation of SplitMix64 (Steele, Lea and Flood, 2014).
private func mixed(_ value: UInt64) -> UInt64 {
  var mixed = value &+ 0x9e37_79b9_7f4a_7c15
  mixed = (mixed ^ mixed >> 30) &* 0xbf58_476d_1ce4_e5b9
  mixed = (mixed ^ mixed >> 27) &* 0x94d0_49bb_1331_11eb
  return mixed ^ mixed >> 31
}
