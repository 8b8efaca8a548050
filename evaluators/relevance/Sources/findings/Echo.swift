/// Finds answers that say the question again and nothing else.
enum Echo {
  static func find(in answer: Wording, to request: Request) -> Finding? {
    let asked = request.wording.words
    let said = answer.words
    guard !answer.isCut, asked.count >= 3, said.count >= 3, said.count <= asked.count * 2 + 4, asked.count <= 400,
      !request.isWriting
    else { return nil }
    // Word for word: whatever was asked, and even if it is a command.
    let common = longestCommonSubsequence(asked.map(\.text), said.map(\.text))
    let isCopy = common * 10 >= asked.count * 9 && (said.count - common) * 8 <= said.count
    // In other order, where every answer must add a word: not for yes and no, not for commands.
    let known = Set(asked.map(\.text))
    let isNew: (Wording.Word) -> Bool = { !known.contains($0.text) && !smallWords.contains($0.text) }
    let isRearranged =
      request.kind == .question && !said.contains(where: isNew) && common * 10 >= asked.count * 6
    guard isCopy && answersNothing(request, answer) || isRearranged else { return nil }
    return Finding(
      label: .echo, explanation: "the answer repeats the question and adds nothing",
      evidence: [answer.range(of: 0..<said.count)])
  }

  /// `Is it blue?` is answered by `It is blue.`, and by nothing that ends with a question mark.
  private static func answersNothing(_ request: Request, _ answer: Wording) -> Bool {
    switch request.kind {
    case .question: true
    case .choice, .command: answer.sentences.last?.isQuestion == true || sameStart(request.wording, answer)
    case .remark: false
    }
  }

  private static func sameStart(_ asked: Wording, _ answer: Wording) -> Bool {
    asked.words.prefix(3).map(\.text) == answer.words.prefix(3).map(\.text)
  }

  /// At most 400 by 804 words.
  private static func longestCommonSubsequence(_ first: [String], _ second: [String]) -> Int {
    var row = [Int](repeating: 0, count: second.count + 1)
    for word in first {
      var diagonal = 0
      for (place, other) in second.enumerated() {
        let above = row[place + 1]
        row[place + 1] = word == other ? diagonal + 1 : max(above, row[place])
        diagonal = above
      }
    }
    return row[second.count]
  }
}

/// Words that add nothing when they are the only ones that are new.
private let smallWords: Set<String> = [
  "a", "an", "the", "is", "are", "was", "were", "be", "been", "do", "does", "did", "of", "to", "in", "on", "at", "it",
  "that", "this", "and", "you", "asked", "me", "so", "well", "question", "good", "great",
]
