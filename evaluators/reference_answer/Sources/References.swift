internal import CallModel
internal import Text

/// Answers that are known to be right, and others that are known to be wrong.
struct Known: Sendable {
  var right: [ComparedText] = []
  var wrong: [ComparedText] = []

  /// Each of both lists counts where this has none of its own.
  mutating func complete(with other: Known) {
    if right.isEmpty { right = other.right }
    if wrong.isEmpty { wrong = other.wrong }
  }
}

/// Where the references of a call are looked for.
struct References: Sendable {
  /// How they are compared.
  let method: Method
  /// For every call.
  var forAll = Known()
  /// By id, and by question, so that a live call finds those of a recorded one.
  private var byID: [String: Known] = [:]
  private var byInput: [String: Known] = [:]

  /// The attributes of a call with an answer that is right, one that is wrong, and its id.
  var rightAttribute: String?
  var wrongAttribute = "assay.wrong_reference"
  var idAttribute = "assay.reference_id"

  init(method: Method) { self.method = method }

  mutating func add(_ known: Known, id: String?, input: String?) {
    if let id { byID[id, default: Known()].append(known) }
    if let input { byInput[Self.key(of: input), default: Known()].append(known) }
  }

  /// What the call brings itself; what it lacks by its id, then by its question, then what holds
  /// for every call.
  func known(for call: LLMCall) -> Known {
    var known = Known()
    let brought = call.references + [rightAttribute.flatMap { call.attributes[$0] }].compactMap(\.self)
    known.right = brought.map { ComparedText($0, for: method) }
    let broughtWrong = call.wrongReferences + [call.attributes[wrongAttribute]].compactMap(\.self)
    known.wrong = broughtWrong.map { ComparedText($0, for: method) }
    if !byID.isEmpty, let id = call.attributes[idAttribute], let found = byID[id] { known.complete(with: found) }
    if !byInput.isEmpty, let found = byInput[Self.key(of: call.input)] { known.complete(with: found) }
    known.complete(with: forAll)
    return known
  }

  /// Case and white space do not tell two questions apart; everything else does, as `2+2`
  /// and `22` differ.
  private static func key(of input: String) -> String { input.lowercased().foldingWhiteSpace }
}

extension Known {
  fileprivate mutating func append(_ other: Known) {
    right += other.right
    wrong += other.wrong
  }
}
