import CallModel
import Spending
import Testing

@Suite struct DecimalDollarsTests {
  @Test(arguments: [
    ("0", 0), ("2", 2_000_000_000), ("2.5", 2_500_000_000), ("2.50", 2_500_000_000), ("$2.50", 2_500_000_000),
    ("0.003625", 3_625_000), ("0.000000001", 1), ("007", 7_000_000_000), ("9223372036.854775807", Int64.max),
  ])
  func readsExactly(written: String, value: Int64) {
    #expect(NanoDollars(decimal: written)?.value == value)
  }

  @Test(arguments: [
    "", "$", ".5", "5.", "-1", "+1", "1e3", "1,5", "1 000", "0.0000000001", "9223372036.854775808",
    "99999999999999999999",
    "1.2.3", "٣", "free", "0x10",
  ])
  func refusesWhatItWouldHaveToRound(written: String) {
    #expect(NanoDollars(decimal: written) == nil)
  }
}
