/// The answers to the questions that were asked last; beyond `capacity` the one that was longest not asked for goes.
struct RecentAnswers: Sendable {
  /// Tells questions apart: two hashes by the process's own random key, 128 bits in all.
  struct Key: Hashable, Sendable {
    private let high: Int
    private let low: Int

    init(_ question: Question) {
      var first = Hasher()
      first.combine(0)
      first.combine(question)
      var second = Hasher()
      second.combine(1)
      second.combine(question)
      (high, low) = (first.finalize(), second.finalize())
    }
  }

  private struct Entry: Sendable {
    let key: Key
    var answer: JudgeAnswer
    /// The neighbours by age.
    var newer: Int?
    var older: Int?
  }

  let capacity: Int
  private var entries: [Entry] = []
  private var places: [Key: Int] = [:]
  private var newest: Int?
  private var oldest: Int?

  init(capacity: Int) { self.capacity = capacity }

  var count: Int { entries.count }

  mutating func answer(to key: Key) -> JudgeAnswer? {
    guard let place = places[key] else { return nil }
    unlink(place)
    link(place)
    return entries[place].answer
  }

  mutating func keep(_ answer: JudgeAnswer, to key: Key) {
    guard capacity > 0 else { return }
    if let place = places[key] {
      entries[place].answer = answer
      unlink(place)
      link(place)
    } else if entries.count < capacity {
      entries.append(Entry(key: key, answer: answer))
      places[key] = entries.count - 1
      link(entries.count - 1)
    } else if let place = oldest {
      unlink(place)
      places[entries[place].key] = nil
      entries[place] = Entry(key: key, answer: answer)
      places[key] = place
      link(place)
    }
  }

  private mutating func unlink(_ place: Int) {
    let (newer, older) = (entries[place].newer, entries[place].older)
    if let newer { entries[newer].older = older } else { newest = older }
    if let older { entries[older].newer = newer } else { oldest = newer }
    entries[place].newer = nil
    entries[place].older = nil
  }

  /// Puts an entry before all others.
  private mutating func link(_ place: Int) {
    entries[place].older = newest
    if let newest { entries[newest].newer = place }
    newest = place
    oldest = oldest ?? place
  }
}
