import Testing

@testable import Analysis

/// The definition, kept as plain lists of rows.
private struct PlainEnvelope {
  var blocks: [[Double]] = []
  var open: [Double] = []
  var length: Int
  let longest: Int

  mutating func store(_ value: Double) {
    open.append(value)
    guard open.count == length else { return }
    if blocks.count == 16 { blocks.removeFirst() }
    blocks.append(open)
    open = []
    if blocks.count == 16, length < longest {
      blocks = stride(from: 0, to: 16, by: 2).map { blocks[$0] + blocks[$0 + 1] }
      length *= 2
    }
  }

  var range: (Double, Double)? {
    let all = blocks + (open.isEmpty ? [] : [open])
    let highs = all.compactMap { $0.max() }.sorted(by: >)
    let lows = all.compactMap { $0.min() }.sorted()
    guard let high = highs.first, let low = lows.first else { return nil }
    return blocks.count < 8 ? (low, high) : (lows[1], highs[1])
  }
}

@Test("The envelope is the second largest of the block maxima, and the second smallest of the minima", arguments: 1...4)
func envelopeEqualsItsDefinition(seed: UInt64) {
  var random = SeededGenerator(seed: seed)
  var envelope = RecordEnvelope(first: 4, longest: 16)
  var plain = PlainEnvelope(length: 4, longest: 16)
  for _ in 0..<1_000 {
    // Small whole numbers: ties, and exact in 24 bits.
    let value = Double(Int(random.unit() * 50))
    envelope.store(value)
    plain.store(value)
    #expect(envelope.range?.low == plain.range?.0)
    #expect(envelope.range?.high == plain.range?.1)
    #expect(envelope.held == plain.blocks.joined().count + plain.open.count)
  }
}
