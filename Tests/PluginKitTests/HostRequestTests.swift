import CallModel
import PluginKit
import PluginTestKit
import Testing

@Suite struct RetryAfterTests {
  static let now: Nanoseconds = .seconds(784_111_770)  // 1994-11-06 08:49:30 UTC

  @Test(
    arguments: [
      ("0", 0), ("7", 7), (" 120 ", 120), ("86400", 86_400), ("99999999999999999999", 86_400),
      ("Sun, 06 Nov 1994 08:49:37 GMT", 7), ("Sun, 06 Nov 1994 08:49:00 GMT", 0),
      ("Mon, 29 Feb 2096 00:00:00 GMT", 86_400),
    ])
  func isSecondsOrADate(field: String, seconds: Int64) {
    #expect(Nanoseconds(retryAfter: field, now: Self.now) == .seconds(seconds))
  }

  @Test(arguments: ["", "-1", "1.5", "soon", "Sun, 06 Nov 1994 08:49:37 CET", "Sun, 06 Nov 1994 24:00:00 GMT", "٣"])
  func everythingElseIsNothing(field: String) {
    #expect(Nanoseconds(retryAfter: field, now: Self.now) == nil)
  }

  @Test func headersAreFoundWhateverTheirCase() {
    let response = HostResponse(status: 429, headers: [HostHeader("RETRY-After", "3"), HostHeader("retry-after", "9")])
    #expect(response.retryAfter(now: 0) == .seconds(3))
    #expect(!response.isSuccess)
  }
}

@Suite struct TimestampTests {
  @Test(
    arguments: [
      (0, "1970-01-01T00:00:00.000000000Z"), (1_767_225_600_000_000_001, "2026-01-01T00:00:00.000000001Z"),
      (951_782_400_000_000_000, "2000-02-29T00:00:00.000000000Z"), (-1, "1969-12-31T23:59:59.999999999Z"),
      (Nanoseconds.max, "2262-04-11T23:47:16.854775807Z"), (Nanoseconds.min, "1677-09-21T00:12:43.145224192Z"),
    ])
  func isRFC3339(moment: Nanoseconds, text: String) {
    #expect(moment.timestamp == text)
  }
}

@Suite struct WebSettingsTests {
  @Test(arguments: ["http://a", "https://a.example:4318/path?x=1", "HTTPS://[::1]:4318"])
  func addressesAreTaken(text: String) {
    var settings = Settings(entries: ["url": .text(text)])
    #expect(settings.webAddress("url") == text)
    #expect(settings.problems.isEmpty)
  }

  @Test(arguments: ["", "a", "ftp://a", "http://", "http://:80", "http://u:p@a", "http://a/#x", "http://a b", "//a"])
  func othersAreRefusedAndNotRepeated(text: String) {
    var settings = Settings(entries: ["url": .text(text)])
    #expect(settings.webAddress("url") == nil)
    #expect(settings.problems.count == 1)
    #expect(!settings.problems.contains { !text.isEmpty && text != "a" && $0.message.contains(text) })
  }

  @Test func headersAreAMap() {
    var settings = Settings(entries: ["headers": ["A": "b", "host": "c", "X y": "d", "N": 7, "Z": "e\r\nF: g"]])
    #expect(settings.headers("headers") == [HostHeader("A", "b"), HostHeader("N", "7")])
    #expect(Set(settings.problems.map(\.path)) == ["entry.headers.host", "entry.headers.X y", "entry.headers.Z"])
  }
}
