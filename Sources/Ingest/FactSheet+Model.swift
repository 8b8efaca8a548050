internal import OTLP

extension FactSheet {
  /// The model that was asked for, empty if that is not said: an attribute of its own, a parameter
  /// of the request, or the one attribute for both models.
  func requestedModel(in bytes: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
    if has(.requestModel) { return bytes.slice(text(.requestModel)) }
    if has(.parameters) {
      let model = bytes.slice(text(.parameters)).firstText("model")
      if !model.isEmpty { return model }
    }
    return bytes.slice(text(.model))
  }

  /// The model that served, empty if that is not said.
  func servedModel(in bytes: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
    bytes.slice(text(has(.responseModel) ? .responseModel : .model))
  }
}
