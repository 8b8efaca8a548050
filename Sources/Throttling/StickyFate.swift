package import CallModel

/// A number in 0..<1 that stays the same for one caller for ten minutes: a call is admitted
/// where it is below the admitted share.
///
/// One number for all throttles makes the admitted sets nest: whoever is admitted at a share is
/// admitted at every greater one. It hangs on the conversation or the call's id, not on the
/// attempt, so a retry keeps its fate: a share decided anew at each attempt would still serve 98 %
/// of callers at 50 % and six attempts. After ten minutes the lot is drawn anew, so that nobody
/// is shut out for ever; each caller's ten minutes begin at another time, so that they do not
/// all change places at once.
package struct StickyFate: Sendable {
  package static let epoch = Nanoseconds.minutes(10)

  private let salt: UInt64

  /// - Parameter salt: the same on all replicas that should agree, and unknown to callers.
  package init(salt: UInt64) { self.salt = salt }

  /// The number of a request.
  ///
  /// - Parameter randomID: stands for the request if it has neither conversation nor id.
  package func number(of request: AdmissionRequest, randomID: String, at now: Nanoseconds) -> Double {
    if let conversation = request.conversation { return number(of: conversation, kind: 1, at: now) }
    return number(of: request.id ?? randomID, kind: 2, at: now)
  }

  private func number(of identity: String, kind: UInt64, at now: Nanoseconds) -> Double {
    var hash = mix(salt ^ kind)
    for byte in identity.utf8 { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3 }
    hash = mix(hash)
    let offset = Int64(hash % UInt64(Self.epoch))
    let (shifted, _) = now.addingReportingOverflow(offset)
    let epoch = UInt64(bitPattern: shifted / Self.epoch)
    return Double(mix(hash ^ mix(epoch &+ salt)) >> 11) * 0x1p-53
  }

  /// The finaliser of splitmix64 (Steele, Lea, Flood, OOPSLA 2014): every bit moves every other.
  private func mix(_ value: UInt64) -> UInt64 {
    var z = value &+ 0x9e37_79b9_7f4a_7c15
    z = (z ^ z >> 30) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ z >> 27) &* 0x94d0_49bb_1331_11eb
    return z ^ z >> 31
  }
}
