import CallModel

/// A number in [0, 1) that is fixed for a trace and uniform over traces.
///
/// Samplers before us keep traces by the bits of their ids, so the bits of the ids that reach
/// us are not uniform. Each step here is the finaliser of SplitMix64 (Steele, Lea, Flood 2014,
/// in Stafford's variant 13): every bit of the id and of the salt changes half the bits of the
/// result, and for one salt no two ids with the same upper half collide.
func uniform(_ trace: TraceID, salt: UInt64) -> Double {
  let hash = mix(mix(mix(salt) ^ trace.high) ^ trace.low)
  // The upper 53 bits: as many as a Double holds exactly.
  return Double(hash >> 11) * 0x1p-53
}

private func mix(_ value: UInt64) -> UInt64 {
  // The increment moves the fixed point of the finaliser away from zero.
  var z = value &+ 0x9E37_79B9_7F4A_7C15
  z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
  z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
  return z ^ (z >> 31)
}
