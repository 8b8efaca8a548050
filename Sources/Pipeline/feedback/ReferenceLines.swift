internal import JSON

/// What `PUT /api/references` takes: a JSON object a line, or an array of them.
///
/// Each holds `input`, the question, with `reference` or `wrong_reference`; one with neither removes what is
/// known of the question.
struct ReferenceLines: Sendable {
  static let mostAtOnce = 10_000

  private(set) var entries: [(question: String, answers: KnownAnswers)] = []

  init(parsing bytes: UnsafeRawBufferPointer) throws(ReferencesRefusal) {
    let space: Set<UInt8> = [0x20, 0x09, 0x0a, 0x0d]
    if bytes.first(where: { !space.contains($0) }) == UInt8(ascii: "[") {
      guard case .array(let list) = try Self.json(bytes, in: "the body") else {
        throw .invalid("the body is no list")
      }
      for (place, entry) in list.enumerated() { try add(entry, at: "entry \(place + 1)") }
    } else {
      var number = 0
      for line in bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
        number += 1
        if line.allSatisfy(space.contains) { continue }
        try add(Self.json(UnsafeRawBufferPointer(rebasing: line), in: "line \(number)"), at: "line \(number)")
      }
    }
    if entries.isEmpty { throw .invalid("there are no references: send a JSON object a line, or a list of them") }
  }

  private mutating func add(_ json: JSON, at place: String) throws(ReferencesRefusal) {
    guard entries.count < Self.mostAtOnce else { throw .invalid("send at most \(Self.mostAtOnce) references at once") }
    guard let question = json["input"]?.string, !question.allSatisfy(\.isWhitespace) else {
      throw .invalid("\(place): 'input' must be there, the question as a text")
    }
    do throws(ReferencesRefusal) {
      entries.append((question, try KnownAnswers(json)))
    } catch {
      if case .invalid(let problem) = error { throw .invalid("\(place): \(problem)") }
      throw error
    }
  }

  private static func json(_ bytes: UnsafeRawBufferPointer, in place: String) throws(ReferencesRefusal) -> JSON {
    do throws(JSONError) {
      return try JSON(parsing: bytes, maxDepth: 16)
    } catch {
      throw .invalid("\(place) is not valid JSON: \(error)")
    }
  }
}
