import CallModel
import Testing

@testable import PrometheusExporter

@Suite struct ProtobufFormatTests {
  private static let accept =
    "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited"

  /// Fields of `MetricFamily` by their path.
  private static let shape: [String: Character] = [
    "1": "t", "2": "t", "5": "t", "4": "m", "4.1": "m", "4.1.1": "t", "4.1.2": "t", "4.2": "m", "4.3": "m",
    "4.4": "m", "4.4.3": "m", "4.7": "m", "4.7.3": "m", "4.7.5": "z", "4.7.12": "m", "4.7.12.1": "z", "4.7.13": "p",
  ]

  private func messages(_ families: MetricFamily...) throws -> [String] {
    let (type, body) = PrometheusExporter().render(
      MetricsSnapshot(families: families, at: 0), accept: ProtobufFormatTests.accept)
    #expect(type == "application/vnd.google.protobuf; proto=io.prometheus.client.MetricFamily; encoding=delimited")
    return try ProtobufReader.delimited(body).map { try described($0, ProtobufFormatTests.shape) }
  }

  @Test func nothing() throws {
    #expect(try messages() == [])
    #expect(try messages(family("a_total")) == [])
  }

  @Test func countersAndGauges() throws {
    let written = try messages(
      family(
        "a_seconds_total", .counter, labels: ["x", "y"], (["é\n\"", ""], .number(0)), (["", ""], .number(1e18))),
      family("b", .gauge, help: "", ([], .number(-1.5))))
    #expect(
      written == [
        """
        1: a_seconds_total
        2: Help.
        3: 0
        4:
          1:
            1: x
            2: é
        "
          3:
            1: 0.0
        4:
          3:
            1: 1e+18
        5: seconds

        """,
        """
        1: b
        2: \("")
        3: 1
        4:
          2:
            1: -1.5

        """,
      ])
  }

  @Test func summaries() throws {
    let written = try messages(
      family("d_seconds", .summary, ([], .summary(quantiles: [(0.5, 1.25), (1, .nan)], sum: 12.5, count: 300))))
    #expect(
      written == [
        """
        1: d_seconds
        2: Help.
        3: 2
        4:
          4:
            1: 300
            2: 12.5
            3:
              1: 0.5
              2: 1.25
            3:
              1: 1.0
              2: nan
        5: seconds

        """
      ])
  }

  @Test func histogramsAreClassicAndNative() throws {
    let values = histogram([0, 1, 1, 1.01, 4, 0.5])
    let written = try messages(family("h", .histogram, ([], .histogram(values, bounds: [0.5, 2]))))
    #expect(
      written == [
        """
        1: h
        2: Help.
        3: 4
        4:
          7:
            1: 6
            2: 7.51
            3:
              1: 2
              2: 0.5
            3:
              1: 5
              2: 2.0
            5: 5
            6: \(0x1p-128)
            7: 1
            12:
              1: -32
              2: 1
            12:
              1: 31
              2: 2
            12:
              1: 62
              2: 1
            13: [1, 1, -1, 0]

        """
      ])
  }

  @Test func anEmptyHistogramStaysNative() throws {
    let written = try messages(family("h", .histogram, ([], .histogram(ExponentialHistogram(), bounds: []))))
    #expect(
      written == [
        """
        1: h
        2: Help.
        3: 4
        4:
          7:
            1: 0
            2: 0.0
            5: 5
            6: \(0x1p-128)
            7: 0
            12:
              1: 0
              2: 0

        """
      ])
  }

  @Test(arguments: [0, 1, 125, 126, 127, 16_380, 16_381, 100_000])
  func messagesOfEveryLength(length: Int) throws {
    var message = ProtobufMessage()
    message.append(1) { $0.append(2, text: String(repeating: "x", count: length)) }
    message.append(3, uint: 4)
    let fields = try ProtobufReader.fields(message.bytes)
    #expect(fields.map(\.field) == [1, 3])
    guard case .bytes(let inner) = fields[0].value else { throw ProtobufReader.Malformed() }
    let text = try ProtobufReader.fields(inner)
    #expect(text.map(\.value) == [.bytes(Array(repeating: UInt8(ascii: "x"), count: length))])
  }

  /// The label values of the conformance suite, of which protobuf keeps every one as it is.
  @Test func labelValuesMayBeAnything() throws {
    for value in ["a\nb", "a\\", "\"", "\r", "\u{0}", "é🙂"] {
      let written = try messages(family("a", .gauge, labels: ["x"], ([value], .number(1))))
      #expect(written.first?.contains("    2: \(value)\n") == true)
    }
  }

  @Test func numbersOfEveryLength() throws {
    for value in [0, 1, 127, 128, 300, 1 << 32, .max] as [UInt64] {
      for number in [Int64(bitPattern: value), -Int64(truncatingIfNeeded: value >> 1)] {
        var message = ProtobufMessage()
        message.append(1, uint: value)
        message.append(200, sint: number)
        let fields = try ProtobufReader.fields(message.bytes)
        #expect(fields.map(\.field) == [1, 200])
        #expect(fields[0].value == .number(value))
        guard case .number(let zigzag) = fields[1].value else { throw ProtobufReader.Malformed() }
        #expect(ProtobufReader.zigzag(zigzag) == number)
      }
    }
  }
}
