import Simulation
import Testing

/// A few days of each world: enough to see a test that is broken. The bands are measured with all
/// their days by `assay detector-bands`.
@Suite("The detector's worlds")
struct DetectorWorldTests {
  @Test("no world without a change gives more alarms than it may", arguments: ["A1", "A8"])
  func nulls(_ band: String) throws {
    let report = try #require(DetectorWorlds.run(band: band, days: 3, seed: 5))
    #expect(report.holds, "\(report.json)")
  }

  @Test("the same seed gives the same report")
  func deterministic() {
    let one = DetectorWorlds.run(band: "A1", days: 1, seed: 3)
    #expect(one == DetectorWorlds.run(band: "A1", days: 1, seed: 3))
  }

  @Test("there is no other band")
  func unknown() {
    #expect(DetectorWorlds.run(band: "A99") == nil)
  }
}
