package import CallModel

/// The 64 bits by which a call that is sent again is recognised: a keyed hash of its trace and
/// span id.
package func fingerprint(of record: CallRecord, key: (UInt64, UInt64)) -> UInt64 {
  SipHash(key: key).hash(record.trace.high, record.trace.low, record.span.value)
}
