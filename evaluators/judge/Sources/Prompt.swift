internal import CallModel

/// What the judge is asked: a text with places for parts of the call.
struct Prompt: Hashable, Sendable {
  /// A part of a call that a prompt has a place for: `{{output}}`.
  enum Place: String, CaseIterable, Sendable {
    case input, output, context, reference

    /// The texts of a call that belong there, without empty ones.
    func texts(of call: LLMCall) -> [String] {
      let texts =
        switch self {
        case .input: [call.input]
        case .output: [call.output]
        case .context: call.context
        case .reference: call.references
        }
      return texts.filter { text in text.unicodeScalars.contains { !$0.properties.isWhitespace } }
    }

    /// Why a call without it is not judged.
    var missing: String {
      switch self {
      case .input: "there is no question"
      case .output: "there is no answer in text"
      case .context: "there is no context"
      case .reference: "there is no reference answer"
      }
    }
  }

  enum Piece: Hashable, Sendable {
    case text(String)
    case place(Place)
  }

  /// Why a text is no prompt, as a sentence for whoever wrote it.
  struct Flaw: Error, Hashable {
    var description: String
  }

  let pieces: [Piece]

  /// Finds the places in a text; it needs one for the output, and knows no others than `Place`.
  init(_ text: String) throws(Flaw) {
    var pieces: [Piece] = []
    var rest = text[...]
    while let open = rest.firstRange(of: "{{") {
      guard let close = rest[open.upperBound...].firstRange(of: "}}") else {
        throw Flaw(description: "a place is opened by {{ and never closed by }}")
      }
      let name = rest[open.upperBound..<close.lowerBound].filter { $0 != " " }
      guard let place = Place(rawValue: name) else {
        let known = Place.allCases.map { "{{\($0.rawValue)}}" }.joined(separator: ", ")
        throw Flaw(description: "there is no place {{\(name.prefix(40))}}; known: \(known)")
      }
      pieces += [.text(String(rest[..<open.lowerBound])), .place(place)]
      rest = rest[close.upperBound...]
    }
    pieces.append(.text(String(rest)))
    guard pieces.contains(.place(.output)) else {
      throw Flaw(description: "it has no place {{output}} for the answer")
    }
    self.pieces = pieces
  }

  /// The places, each once, in their order.
  var places: [Place] {
    pieces.reduce(into: []) { places, piece in
      if case .place(let place) = piece, !places.contains(place) { places.append(place) }
    }
  }
}
