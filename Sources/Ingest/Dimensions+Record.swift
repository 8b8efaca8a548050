package import CallModel
internal import OTLP

/// What a call is counted under, as names.
package func dimensions(
  of record: CallRecord, in batch: UnsafeRawBufferPointer, symbols: Symbols
) -> Dimensions {
  func name(_ range: ByteRange) -> String? {
    range.isEmpty ? nil : batch.text(range.range)
  }
  return Dimensions(
    route: symbols.routes.name(of: record.route), tenant: name(record.tenant), user: name(record.user),
    key: name(record.key), provider: symbols.providers.name(of: record.provider),
    model: symbols.models.name(of: record.model))
}
