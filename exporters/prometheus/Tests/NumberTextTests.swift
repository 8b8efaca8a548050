import Testing

@testable import PrometheusExporter

@Suite struct NumberTextTests {
  @Test(
    arguments: [
      (0, "0"), (-0.0, "0"), (1, "1"), (-1, "-1"), (10, "10"), (123_456_789, "123456789"), (0.5, "0.5"),
      (0.01, "0.01"), (81.92, "81.92"), (2364.446152168, "2364.446152168"), (1e-9, "1e-09"),
      (0.1 + 0.2, "0.30000000000000004"),
      (1e15, "1e+15"), (1e16, "1e+16"), (1e300, "1e+300"), (.leastNonzeroMagnitude, "5e-324"),
      (1.0 / 3, "0.3333333333333333"),
      (.infinity, "+Inf"), (-.infinity, "-Inf"), (.nan, "NaN"), (999_999.999_999_999, "999999.999999999"),
    ] as [(Double, String)])
  func writes(value: Double, expected: String) {
    // Which of several spellings is chosen does not matter, only that it reads back.
    if value.isFinite { #expect(Double(text(value)) == value) }
    if value.magnitude < 1e15 && value.magnitude > 1e-4 || !value.isFinite || value == 0 {
      #expect(text(value) == expected)
    }
  }

  @Test func everyNumberReadsBackAndNoneIsLongerThanTheShortest() {
    var numbers = Numbers()
    for _ in 0..<20_000 {
      let bits = numbers.next()
      let candidates = [
        Double(bitPattern: bits), Double(bits >> 20) / 1e9, Double(bits >> 40), Double(bits >> 11) * 0x1p-40,
        (Double(bits >> 44) / 1e3).nextUp,
      ]
      for value in candidates where value.isFinite {
        let written = text(value)
        #expect(Double(written) == value)
        #expect(written.utf8.count <= value.description.utf8.count)
      }
    }
  }

  @Test func integers() {
    for value in [0, 9, 10, 99, 100, 1_000, .max] as [UInt64] {
      var bytes: [UInt8] = Array("x".utf8)
      bytes.append(decimal: value)
      #expect(String(decoding: bytes, as: UTF8.self) == "x\(value)")
    }
  }
}
