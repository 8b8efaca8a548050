import JSON
import Testing

@Suite struct NumberTests {
  private func number(_ literal: String) throws -> JSONNumber { try #require(JSONNumber(literal)) }

  @Test(arguments: [
    ["1", "1.0", "1e0", "10e-1", "0.1E+1", "1.000000000000000000000000"],
    ["0", "-0", "0.0", "0e99", "-0.0e-5"],
    ["-2.5", "-25e-1", "-0.025E2"],
    ["1e400000000", "10e399999999", "0.1e400000001"],
    ["9007199254740993", "9007199254740993.0", "9.007199254740993e15"],
  ])
  func equalValuesAreEqual(literals: [String]) throws {
    for left in literals {
      for right in literals {
        #expect(try number(left) == number(right))
        #expect(try number(left).hashValue == number(right).hashValue)
        #expect(try !(number(left) < number(right)))
      }
    }
  }

  /// Doubles would take many of these neighbours for the same.
  @Test func ordersExactly() throws {
    let ascending = [
      "-1e400000000", "-9007199254740993", "-9007199254740992", "-1", "-0.1000000000000000000001", "-0.1",
      "-1e-400000000",
      "0", "1e-400000000", "0.1", "0.1000000000000000000001", "0.11", "1", "9.99", "10", "9007199254740992",
      "9007199254740993", "1e400000000", "1.1e400000000",
    ]
    for (place, left) in ascending.enumerated() {
      for (other, right) in ascending.enumerated() {
        #expect(try (number(left) < number(right)) == (place < other), "\(left) < \(right)")
        #expect(try (number(left) == number(right)) == (place == other), "\(left) == \(right)")
      }
    }
  }

  @Test(arguments: [
    ("0", "0.01", true), ("0", "0", true), ("1", "0", false), ("4.35", "0.01", true), ("0.0075", "0.0001", true),
    ("0.00751", "0.0001", false), ("1.1", "0.1", true), ("9", "2", false), ("-9", "3", true), ("9", "-3", true),
    ("1e308", "0.123456789", false), ("1e400000000", "7", false), ("1e400000000", "1024", true),
    ("7e400000000", "7", true), ("1e-400000000", "1", false), ("12391239123", "1e-8", true), ("3", "1.5", true),
    ("121932631356500491839055342087487442", "123456789123456789123", true),
    ("121932631356500491839055342087487443", "123456789123456789123", false),
    ("1e80", "1208925819614629174706176", true), ("1e79", "1208925819614629174706176", false),
    ("99999999999999999999999999999999", "9999999999999999", true),
  ])
  func knowsMultiplesExactly(value: String, divisor: String, expected: Bool) throws {
    #expect(try number(value).isMultiple(of: number(divisor)) == expected)
  }

  @Test(arguments: [
    ("1.0", true), ("1e3", true), ("15e-1", false), ("10e-1", true), ("1e-400000000", false), ("0.0", true),
    ("123456789012345678901234567890", true), ("1.5", false),
  ])
  func knowsWholeNumbers(literal: String, expected: Bool) throws {
    #expect(try number(literal).isInteger == expected)
  }

  @Test(arguments: [
    ("9223372036854775807", Int64.max), ("-9223372036854775808", .min), ("9223372036854775808", nil), ("1e3", 1000),
    ("1.0", 1), ("1.5", nil), ("1e18", 1_000_000_000_000_000_000), ("1e19", nil), ("1e400000000", nil), ("-0", 0),
    ("0e400000000", 0), ("92233720368547758.07e2", .max),
  ])
  func givesInt64OnlyWhereItFits(literal: String, expected: Int64?) throws {
    #expect(try number(literal).int64 == expected)
  }

  @Test func givesTheNearestDouble() throws {
    #expect(try number("0.1").double == 0.1)
    #expect(try number("-1.5e3").double == -1500)
    #expect(try number("1e400").double == .infinity)
    #expect(JSONNumber(1e21)?.literal == "1e+21")
    #expect(JSONNumber(Double.nan) == nil)
    #expect(JSON(Double.infinity) == nil)
  }

  @Test(arguments: ["", "+1", "01", "1.", ".5", "1e", "0x1", "1 ", " 1", "NaN", "-", "--1", "1e9999999999999999999"])
  func refusesWhatIsNoNumber(literal: String) {
    #expect(JSONNumber(literal) == nil)
  }
}
