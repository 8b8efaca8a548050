import CallModel
import Testing

@testable import Ingest

@Suite struct SipHashTests {
  private static let key: (UInt64, UInt64) = (0x0706_0504_0302_0100, 0x0f0e_0d0c_0b0a_0908)

  /// The reference vectors of SipHash-2-4: the key 00…0f, and inputs 00, 00 01, and so on.
  @Test(arguments: [
    (0, 0x726f_db47_dd0e_0e31 as UInt64), (1, 0x74f8_39c5_93dc_67fd), (7, 0xab02_00f5_8b01_d137),
    (8, 0x93f5_f579_9a93_2462), (15, 0xa129_ca61_49be_45e5), (63, 0x958a_324c_eb06_4572),
  ])
  func referenceVectors(count: Int, expected: UInt64) {
    let bytes = (0..<count).map { UInt8($0) }
    let hash = SipHash(key: Self.key, compressionRounds: 2, finalRounds: 4)
    #expect(bytes.withUnsafeBytes { hash.hash($0) } == expected)
  }

  @Test func wordsHashAsTheirBytes() {
    let words: [UInt64] = [1, 0x8000_0000_0000_0000, 0x0102_0304_0506_0708]
    let bytes = words.flatMap { word in withUnsafeBytes(of: word.littleEndian) { Array($0) } }
    let hash = SipHash(key: (3, 4))
    #expect(hash.hash(words[0], words[1], words[2]) == bytes.withUnsafeBytes { hash.hash($0) })
  }

  @Test func fingerprintsDependOnIdsAndKeyAlone() {
    var record = CallRecord()
    record.trace = TraceID(high: 1, low: 2)
    record.span = SpanID(3)
    var other = record
    other.start = 5
    #expect(fingerprint(of: record, key: (1, 2)) == fingerprint(of: other, key: (1, 2)))
    #expect(fingerprint(of: record, key: (1, 2)) != fingerprint(of: record, key: (2, 1)))
    other.span = SpanID(4)
    #expect(fingerprint(of: record, key: (1, 2)) != fingerprint(of: other, key: (1, 2)))
  }
}
