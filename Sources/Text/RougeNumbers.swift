/// Numbers of words, from 0 up in the order in which they came: an open table.
struct RougeNumbers {
  private struct Entry {
    var word = RougeWord()
    var number: UInt32 = 0
  }

  /// As many as a power of two, at most half of them taken.
  private var entries: [Entry]
  private(set) var count = 0

  init(expecting words: Int) {
    var size = 16
    while size < words * 2 { size *= 2 }
    entries = [Entry](repeating: Entry(), count: size)
  }

  /// Its number, a new one if it is new.
  mutating func number(of word: RougeWord) -> UInt32 {
    var place = place(of: word)
    if entries[place].word.count > 0 { return entries[place].number }
    if (count + 1) * 2 > entries.count {
      grow()
      place = self.place(of: word)
    }
    entries[place] = Entry(word: word, number: UInt32(truncatingIfNeeded: count))
    count += 1
    return entries[place].number
  }

  func known(_ word: RougeWord) -> UInt32? {
    let entry = entries[place(of: word)]
    return entry.word.count > 0 ? entry.number : nil
  }

  /// Where a word stands, or would stand.
  private func place(of word: RougeWord) -> Int {
    let mask = entries.count - 1
    var place = Int(truncatingIfNeeded: word.hash) & mask
    while entries[place].word.count > 0, entries[place].word != word { place = (place + 1) & mask }
    return place
  }

  private mutating func grow() {
    let old = entries
    entries = [Entry](repeating: Entry(), count: old.count * 2)
    for entry in old where entry.word.count > 0 { entries[place(of: entry.word)] = entry }
  }
}
