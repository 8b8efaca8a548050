internal import JSON

/// The search for JSON in one text: what was found so far, and what went wrong.
struct JSONSearch {
  private(set) var best: AnswerJSON?

  private let text: UnsafeRawBufferPointer
  /// Of the attempt that came furthest.
  private var fault: JSONFault?
  /// The length of the longest value that is cut off by the end of the text.
  private var unfinished = 0
  /// How much more text failed attempts may read: those that overlap and fail late would add
  /// up to quadratic time.
  private var budget: Int

  init(_ text: UnsafeRawBufferPointer) {
    self.text = text
    budget = 8 * text.count + 4_096
  }

  func outcome() throws(JSONFault) -> AnswerJSON {
    if let best, best.span.count >= unfinished { return best }
    throw fault ?? JSONFault(kind: .unexpectedCharacter, offset: 0, reason: "there is no JSON in the answer")
  }

  /// The text as one value with white space around it.
  mutating func tryWhole() {
    guard let found = attempt(from: 0) else { return }
    let rest = firstInk(from: found.span.upperBound)
    if rest == text.count {
      best = found
    } else {
      note(
        JSONFault(kind: .trailingText, offset: rest, reason: "the value has ended, but more text follows"), from: rest)
    }
  }

  /// What each fence begins with, after its language if it names one; the closing fence may be
  /// missing.
  mutating func tryFences() {
    var position = 0
    while let opening = firstFence(from: position) {
      let content = text[(opening + 3)...].firstIndex { !isWordByte($0) } ?? text.count
      let found = attempt(from: content)
      if let found { keep(found) }
      let closing = firstFence(from: found?.span.upperBound ?? content)
      position = closing.map { $0 + 3 } ?? text.count
    }
  }

  /// Each opening bracket outside of a value found before.
  mutating func tryBrackets() {
    var position = 0
    while budget > 0, let opening = text[position...].firstIndex(where: isOpeningBracket) {
      if let found = attempt(from: opening) {
        keep(found)
        position = found.span.upperBound
      } else if unfinished >= text.count - opening {
        // What follows lies inside of the value that is cut off.
        return
      } else {
        position = opening + 1
      }
    }
  }

  private mutating func attempt(from start: Int) -> AnswerJSON? {
    let first = firstInk(from: start)
    do throws(JSONFault) {
      return AnswerJSON(tape: try JSONTape(reading: text, from: first, maxDepth: AnswerJSON.deepest))
    } catch {
      note(error, from: first)
      return nil
    }
  }

  private mutating func keep(_ found: AnswerJSON) {
    if found.span.count > best?.span.count ?? 0 { best = found }
  }

  private mutating func note(_ error: JSONFault, from start: Int) {
    budget -= error.offset - start
    if error.kind == .endsEarly { unfinished = max(unfinished, text.count - start) }
    if error.offset >= fault?.offset ?? 0 { fault = error }
  }

  private func firstInk(from start: Int) -> Int {
    text[start...].firstIndex { !($0 == 0x20 || (0x09...0x0D).contains($0)) } ?? text.count
  }

  private func firstFence(from start: Int) -> Int? {
    var ticks = 0
    for place in start..<text.count {
      ticks = text[place] == UInt8(ascii: "`") ? ticks + 1 : 0
      if ticks == 3 { return place - 2 }
    }
    return nil
  }
}

private func isOpeningBracket(_ byte: UInt8) -> Bool { byte == UInt8(ascii: "{") || byte == UInt8(ascii: "[") }

private func isWordByte(_ byte: UInt8) -> Bool {
  (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
    || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
}
