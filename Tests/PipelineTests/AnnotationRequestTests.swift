import CallModel
import Ingest
import Testing

@testable import Pipeline

/// Annotations as Phoenix's clients send them become the log records that say the same.
struct AnnotationRequestTests {
  private func request(_ text: String) throws(AnnotationRefusal) -> AnnotationRequest {
    try Array(text.utf8).withUnsafeBytes { bytes in
      Result { () throws(AnnotationRefusal) in try AnnotationRequest(parsing: bytes, at: 77) }
    }.get()
  }

  @Test func whatIsWrittenIsReadBack() throws {
    let request = try request(
      #"{"data": [{"name": "tone", "annotator_kind": "HUMAN", "span_id": "72DDA197b0e1b3ef", "metadata": {"a": 1}, "#
        + #""result": {"label": "rude", "score": 0.25, "explanation": "it shouts"}}]}"#)
    #expect(request.ids == ["72dda197b0e1b3ef/tone"])
    let batch = try request.logs.withUnsafeBytes { try LogDecoder().decode($0, arrival: 0) }
    var expected = EvaluationReport()
    expected.name = "tone"
    expected.span = SpanID(0x72dd_a197_b0e1_b3ef)
    expected.score = 0.25
    expected.label = "rude"
    expected.explanation = "it shouts"
    #expect(batch.evaluations.reports == [expected] && batch.evaluations.rejected == 0)
  }

  @Test(arguments: [
    ("[]", "'data'"), (#"{"data": []}"#, "'data'"), ("{", "JSON"),
    (#"{"data": [{"span_id": "72dda197b0e1b3ef", "result": {"score": 1}}]}"#, "data[0]: 'name'"),
    (#"{"data": [{"name": "a", "span_id": "72dd", "result": {"score": 1}}]}"#, "16 hexadecimal"),
    (#"{"data": [{"name": "a", "span_id": "0000000000000000", "result": {"score": 1}}]}"#, "16 hexadecimal"),
    (#"{"data": [{"name": "a", "span_id": "72dda197b0e1b3ef"}]}"#, "'score' or a 'label'"),
    (#"{"data": [{"name": "a", "span_id": "72dda197b0e1b3ef", "result": {"score": "x"}}]}"#, "must be a number"),
    (#"{"data": [{"name": "a", "span_id": "72dda197b0e1b3ef", "result": {"score": 1e999}}]}"#, "too large"),
  ])
  func whatIsWrongIsNamed(_ text: String, _ what: String) {
    #expect { try request(text) } throws: { error in
      guard case .invalid(let problem) = error as? AnnotationRefusal else { return false }
      return problem.contains(what)
    }
  }
}
