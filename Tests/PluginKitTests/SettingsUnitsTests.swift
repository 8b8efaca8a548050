import CallModel
import PluginKit
import PluginTestKit
import Testing

@Suite struct SettingsUnitsTests {
  @Test(
    arguments: [
      ("250ms", .milliseconds(250)), ("90s", .seconds(90)), ("5m", .minutes(5)), ("1h", .hours(1)), ("30d", .days(30)),
      ("0s", 0), ("5 m", .minutes(5)), ("5", nil), ("m", nil), ("-5m", nil), ("1.5h", nil), ("5M", nil), ("5min", nil),
      ("", nil), ("106751d", .days(106_751)), ("106752d", nil), ("99999999999999999999s", nil),
    ] as [(String, Nanoseconds?)])
  func readsLengthsOfTime(written: String, expected: Nanoseconds?) {
    var settings = Settings(entries: ["k": .text(written)])
    #expect(settings.duration("k") == expected)
    let message = "test.yaml:2: entry.k: '\(written)' is no length of time; write 90s, 5m, 1h or 30d"
    #expect(settings.problems.map(\.description) == (expected == nil ? [message] : []))
  }

  @Test(
    arguments: [
      ("8%", 0.08), ("100%", 1), ("0%", 0), ("0.5", 0.5), ("1", 1), ("12.5 %", 0.125), ("101%", nil), ("1.01", nil),
      ("-1%", nil), ("nan", nil), ("nan%", nil), ("inf", nil), ("%", nil), ("half", nil), ("", nil),
    ] as [(String, Double?)])
  func readsShares(written: String, expected: Double?) {
    var settings = Settings(entries: ["k": .text(written)])
    #expect(settings.share("k") == expected)
    let message = "test.yaml:2: entry.k: '\(written)' is no share; write 8% or a number from 0 to 1"
    #expect(settings.problems.map(\.description) == (expected == nil ? [message] : []))
  }

  @Test(
    arguments: [
      ("4096", 4_096), ("0", 0), ("512MiB", 512 << 20), ("10GiB", 10 << 30), ("1 TiB", 1 << 40), ("3KiB", 3_072),
      ("10GB", nil), ("-1", nil), ("1.5GiB", nil), ("GiB", nil), ("", nil), ("8388608TiB", nil),
      ("8388607TiB", 8_388_607 << 40),
    ] as [(String, Int64?)])
  func readsAmountsOfBytes(written: String, expected: Int64?) {
    var settings = Settings(entries: ["k": .text(written)])
    #expect(settings.bytes("k") == expected)
    let message = "test.yaml:2: entry.k: '\(written)' is no amount of bytes; write 512MiB or 10GiB"
    #expect(settings.problems.map(\.description) == (expected == nil ? [message] : []))
  }

  @Test func numbersAreReadAsTheyAreWritten() {
    var settings = Settings(entries: ["share": 0.25, "bytes": 1_024])
    #expect(settings.share("share") == 0.25)
    #expect(settings.bytes("bytes") == 1_024)
    #expect(settings.problems.isEmpty)
  }

  @Test func readsScopes() throws {
    var settings = Settings(entries: ["on": "route=invoice-*", "off": "colour=red"])
    #expect(settings.scope("on") == (try Scope(parsing: "route=invoice-*")))
    #expect(settings.scope("off") == nil)
    let message = "'colour' is no dimension; known are route, tenant, user, key, provider, model, caller"
    #expect(settings.problems.map(\.description) == ["test.yaml:2: entry.off: \(message)"])
  }
}
