internal import OTLP

/// The facts that one span or resource states, as values that still lie in the batch.
///
/// One sheet is used for span after span, so that none is allocated.
struct FactSheet {
  private struct Entry {
    var value = AnyValue.empty
    var rank = UInt8.max
  }

  private var entries = Array(repeating: Entry(), count: 64)
  /// The facts that are present, one bit each; what other entries hold is old.
  private var present: UInt64 = 0

  mutating func clear() { present = 0 }

  /// Takes the attribute if it is a fact. An attribute without value is as if absent.
  mutating func read(
    _ attribute: KeyValue, names: AttributeNames, in bytes: UnsafeRawBufferPointer
  ) {
    if let match = names.find(bytes.slice(attribute.key)) { read(attribute, as: match) }
  }

  /// Takes an attribute whose name was looked up.
  mutating func read(_ attribute: KeyValue, as match: AttributeNames.Match) {
    switch attribute.value {
    case .empty: return
    case .string(let range) where range.isEmpty: return
    default: break
    }
    let index = Int(match.fact.rawValue)
    if !has(match.fact) || match.rank <= entries[index].rank {
      entries[index] = Entry(value: attribute.value, rank: match.rank)
      present |= 1 << UInt64(index)
    }
  }

  /// Takes a value as the fact, whatever is there.
  mutating func set(_ fact: Fact, _ value: AnyValue) {
    entries[Int(fact.rawValue)] = Entry(value: value, rank: 0)
    present |= 1 << UInt64(fact.rawValue)
  }

  func has(_ fact: Fact) -> Bool { present & 1 << UInt64(fact.rawValue) != 0 }

  /// Whether the span carries what was sent, in whatever form.
  var hasInput: Bool { present & Self.input != 0 }
  /// Whether the span carries an answer.
  var hasOutput: Bool { present & Self.output != 0 }
  /// Whether the span carries documents.
  var hasDocuments: Bool { present & Self.documents != 0 }

  private static var input: UInt64 { bits(.inputMessages, .inputValue, .inputList) }
  private static var output: UInt64 { bits(.outputMessages, .outputValue, .outputList) }
  private static var documents: UInt64 { bits(.documents, .documentList, .documentList) }

  @inline(__always) private static func bits(_ one: Fact, _ two: Fact, _ three: Fact) -> UInt64 {
    1 << UInt64(one.rawValue) | 1 << UInt64(two.rawValue) | 1 << UInt64(three.rawValue)
  }

  subscript(fact: Fact) -> AnyValue {
    has(fact) ? entries[Int(fact.rawValue)].value : .empty
  }

  /// A text; empty if the fact is absent or of another type.
  func text(_ fact: Fact) -> Range<UInt32> {
    if case .string(let range) = self[fact] { range } else { 0..<0 }
  }
}
