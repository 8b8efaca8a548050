internal import Language

/// One sentence of an answer, and how it stands to the context.
struct Claim: Sendable {
  /// The tokens that say something, the first 80.
  var content: [Token] = []
  /// How each of them stands in the context, and whether in the question.
  var matches: [SoftMatch.Match] = []
  var asked: [Bool] = []
  var weight = 0.0
  /// The context's nearest sentences: the one that covers most of the weight, and the one that adds most to it.
  var window: [Int] = []
  /// The weight of the longest common subsequence with the nearest sentence.
  var inOrder = 0.0
  /// The most neighbouring words that are neighbours in the context too.
  var longestRun = 0
  var newNegations = 0
  var newQualifiers = 0
  var opposites = 0
  var swappedNames = 0
  var swappedNumbers = 0
  var negatedWords = 0

  /// Whether the token stands neither in the context nor in the question.
  func isUnseen(_ index: Int) -> Bool { !matches[index].isSeen && !asked[index] }
  var unseenNames: Int { content.indices.count { content[$0].isName && isUnseen($0) } }
  var unseenNumbers: Int { content.indices.count { content[$0].kind == .number && isUnseen($0) } }
}
