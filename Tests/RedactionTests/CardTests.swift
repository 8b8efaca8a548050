import Redaction
import Testing

@Suite struct CardTests {
  @Test(arguments: [
    ("card 4111111111111111.", "4111111111111111"),
    ("4111 1111 1111 1111 12/27", "4111 1111 1111 1111"),
    ("4111-1111-1111-1111", "4111-1111-1111-1111"),
    ("4111\u{A0}1111\u{A0}1111\u{A0}1111", "4111\u{A0}1111\u{A0}1111\u{A0}1111"),
    ("4222222222222", "4222222222222"),
    ("378282246310005", "378282246310005"),
    ("3782 822463 10005", "3782 822463 10005"),
    ("5555555555554444/27", "5555555555554444"),
    ("2223003122003222", "2223003122003222"),
    ("6011111111111117", "6011111111111117"),
    ("3530111333300000", "3530111333300000"),
    ("30569309025904", "30569309025904"),
    ("in 2024 4111 1111 1111 1111", "4111 1111 1111 1111"),
    (#"{"card":"4111111111111111"}"#, "4111111111111111"),
  ])
  func isFound(text: String, number: String) {
    #expect(found(in: text, [.creditCard]).joined() == number)
  }

  @Test(arguments: [
    "4111111111111112", "1234567812345670", "9111111111111111", "0.4111111111111111", "4111111111111111.5",
    "x4111111111111111", "4111111111111111x", "4111111111111111_2", "41111111111111114111111111111111",
    "id-4111111111111111", "4111-1111-1111-1111-1111", "4111 1111-1111 1111", "1795524198000000000", "1795524198000",
    "4111.1111.1111.1111", "411111111111", "#4111111111111111",
  ])
  func isNotFound(text: String) {
    #expect(masked(text, [.creditCard]) == text)
  }

  /// Every one of the 16 digits takes part in the check.
  @Test func oneWrongDigitIsNoCard() {
    let card = Array("4539578763621486")
    #expect(masked(String(card), [.creditCard]) != String(card))
    for place in card.indices {
      var wrong = card
      wrong[place] = card[place] == "9" ? "8" : Character("\((card[place].wholeNumberValue ?? 0) + 1)")
      #expect(masked(String(wrong), [.creditCard]) == String(wrong), "\(String(wrong))")
    }
  }

  @Test func aNumberOfJSONStaysOne() {
    #expect(masked(#"{"card": 4111111111111111, "n": 1}"#) == #"{"card": 1111111111111111, "n": 1}"#)
    #expect(masked("[4111111111111111]") == "[1111111111111111]")
    #expect(masked("my card: 4111111111111111, thanks") == "my card: ****************, thanks")
  }
}
