import Testing

@testable import PrometheusExporter

@Suite struct BoundSpellingTests {
  private func canonical(_ value: Double) -> String {
    var bytes: [UInt8] = []
    bytes.append(canonical: value)
    return String(decoding: bytes, as: UTF8.self)
  }

  /// OpenMetrics 1.0, canonical numbers, and some of Go's `%g` beside them.
  @Test(
    arguments: [
      (0, "0.0"), (-0.0, "0.0"), (0.001, "0.001"), (0.002, "0.002"), (0.01, "0.01"), (0.1, "0.1"), (0.9, "0.9"),
      (0.95, "0.95"), (0.99, "0.99"), (0.999, "0.999"), (1, "1.0"), (1.7, "1.7"), (10, "10.0"), (100, "100.0"),
      (1e-10, "1e-10"), (1e-5, "1e-05"), (1e-4, "0.0001"), (1e5, "100000.0"), (1e6, "1e+06"), (1e10, "1e+10"),
      (123_456, "123456.0"), (1_048_576, "1.048576e+06"), (65_536, "65536.0"), (81.92, "81.92"), (123.456, "123.456"),
      (1e100, "1e+100"), (2.5e-7, "2.5e-07"), (100.5, "100.5"), (-1.5, "-1.5"), (.infinity, "+Inf"),
      (-.infinity, "-Inf"), (.nan, "NaN"), (.leastNonzeroMagnitude, "5e-324"), (1e16, "1e+16"), (123e15, "1.23e+17"),
      (0.000123, "0.000123"), (0.0000123, "1.23e-05"), (999_999.5, "999999.5"),
    ] as [(Double, String)])
  func writes(value: Double, expected: String) {
    #expect(canonical(value) == expected)
  }

  @Test func readsBack() {
    var numbers = Numbers()
    for _ in 0..<20_000 {
      let bits = numbers.next()
      for value in [Double(bitPattern: bits), Double(bits >> 30) / 1e6, Double(bits >> 50) / 1e3] where value.isFinite {
        #expect(Double(canonical(value)) == value)
      }
    }
  }
}
