/// A code that none of some texts contains, so that no text can end itself early.
///
/// The same texts get the same mark: two runs ask the same question.
func mark(notIn texts: [String]) -> String {
  // FNV-1a, 64 bits; what counts is not the hash but that the code is looked for.
  var hash: UInt64 = 0xcbf2_9ce4_8422_2325
  for text in texts {
    for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
  }
  return mark(notIn: texts, from: hash)
}

/// The first code behind a seed that none of the texts contains.
func mark(notIn texts: [String], from seed: UInt64) -> String {
  var state = seed
  while true {
    // SplitMix64 has a period of 2⁶⁴, and texts of n bytes hold fewer than n codes of this length.
    state &+= 0x9e37_79b9_7f4a_7c15
    var mixed = state
    mixed = (mixed ^ mixed >> 30) &* 0xbf58_476d_1ce4_e5b9
    mixed = (mixed ^ mixed >> 27) &* 0x94d0_49bb_1331_11eb
    mixed ^= mixed >> 31
    let digits = String(mixed, radix: 16)
    let code = String(repeating: "0", count: 16 - digits.count) + digits
    if !texts.contains(where: { $0.utf8.firstRange(of: code) }) { return code }
  }
}

extension String.UTF8View {
  fileprivate func firstRange(of code: String) -> Bool { firstRange(of: code.utf8) != nil }
}
