internal import CallModel
internal import JSON
internal import OTLP

extension FinishReason {
  /// The reason that the first choice in `gen_ai.output.messages` states: instrumentations of
  /// streams send it nowhere else.
  init(inMessages value: AnyValue, in bytes: UnsafeRawBufferPointer) {
    switch value {
    case .string(let range):
      self.init(reading: bytes.slice(range).firstText("finish_reason"))
    case .array(let range):
      self = JSON(.array(range), in: bytes)[0]?["finish_reason"]?.string.map { FinishReason(reading: $0) } ?? .unknown
    default: self = .unknown
    }
  }
}
