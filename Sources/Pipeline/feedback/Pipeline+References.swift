internal import CallModel
internal import JSON
package import NIOCore
internal import Storage

extension Pipeline {
  /// Takes reference answers, all or none, and returns when they are written down: how many came, and how many
  /// questions are known now.
  ///
  /// Parsed on a thread of its own, like every larger JSON.
  package func putReferences(_ body: ByteBuffer) async throws(ReferencesRefusal) -> (taken: Int, questions: Int) {
    let result = await translations.run { [references, index] () -> Result<Int, ReferencesRefusal> in
      do throws(ReferencesRefusal) {
        let lines = try body.withUnsafeReadableBytes { bytes in
          Result { () throws(ReferencesRefusal) in try ReferenceLines(parsing: bytes) }
        }.get()
        let entries = lines.entries.map { (key: ReferenceBook.key(of: $0.question), answers: $0.answers) }
        try references.put(entries)
        let now = wallClock()
        index.push(
          .references(
            entries.map {
              ReferenceAnswer(question: $0.key, answers: $0.answers.isEmpty ? nil : $0.answers.json.text(), at: now)
            }))
        return index.settle() ? .success(entries.count) : .failure(.unwritten)
      } catch {
        return .failure(error)
      }
    }
    guard let result else { throw .busy }
    return (try result.get(), references.count)
  }
}
