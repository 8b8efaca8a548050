internal import Analysis

/// The worlds in which the sequential detector must keep its stated rate and find its shifts.
///
/// A band is measured with the number of days that it is stated for, or with fewer: the bounds on
/// numbers of alarms shrink with them, the bounds on delays do not.
package enum DetectorWorlds {
  /// The names of all bands.
  package static let bands = ["A1", "A2", "A3", "A4", "A5", "A6", "A7", "A8", "A9", "A10", "A11", "A12"]

  /// The days that a band is stated for.
  package static func fullDays(of band: String) -> Int {
    switch band {
    case "A1", "A8", "A10": 2_000
    case "A7": 1_200
    case "A9": 500
    default: 1_500
    }
  }

  /// - Parameters:
  ///   - days: nil for those that the band is stated for.
  ///   - shifts: how many changes are tried where delays are measured.
  /// - Returns: nil if there is no such band.
  package static func run(
    band: String, days: Int? = nil, seed: UInt64 = 1, shifts: Int = 500
  ) -> DetectorReport? {
    guard bands.contains(band) else { return nil }
    let days = days ?? fullDays(of: band)
    let part = Double(days) / Double(fullDays(of: band))
    var report = DetectorReport(band: band, days: days, seed: seed)
    switch band {
    case "A1":
      report.add(
        "alarms", Double(RatioBands.exactNull(days: days, seed: seed)), atLeast: (15 * part).rounded(.down),
        atMost: (67 * part).rounded(.up))
    case "A2":
      let worlds: [(String, RatioWorld.Course)] = [
        ("N0", .constant), ("N1", .drift), ("N2", .daily), ("N3", .jitter(0.15)),
      ]
      for (name, course) in worlds {
        report.add(
          "alarms \(name)", Double(RatioBands.null(course, days: days, seed: seed)), atMost: (25 * part).rounded(.up))
      }
    case "A3":
      report.add(
        "alarms N4", Double(RatioBands.null(.jitter(0.3), days: days, seed: seed)), atMost: (65 * part).rounded(.up))
    case "A4":
      addConstantShifts(to: &report, seed: seed, shifts: shifts, losing: .infinity)
    case "A5":
      let large = RatioBands.delays(.drift, shift: 0.17, shifts: shifts, seed: seed)
      report.add("+17pp median events", large.events(0.5), atLeast: 42, atMost: 90)
      report.add("+17pp median minutes", large.minutes(0.5), atMost: 10)
      let small = RatioBands.delays(.drift, shift: 0.05, shifts: shifts, seed: seed)
      report.add("+5pp median events", small.events(0.5), atLeast: 330, atMost: 680)
      report.add("+5pp median minutes", small.minutes(0.5), atMost: 60)
    case "A6":
      let bursts = RatioBands.delays(
        .constant, shift: 0.47, shifts: shifts, seed: seed, length: 120, within: 3_600, perMinute: 10)
      report.add("share noticed", bursts.found, atLeast: 0.95)
    case "A7":
      let delays = RatioBands.delays(.noisy, shift: 0.17, shifts: shifts, seed: seed, delta: 0.015)
      report.add("+17pp median events", delays.events(0.5), atLeast: 85, atMost: 180)
      report.add(
        "alarms", Double(RatioBands.null(.noisy, days: days, seed: seed, delta: 0.015)),
        atMost: (25 * part).rounded(.up))
    case "A8":
      let alarms = ScopeBands.sessions(days: days, seed: seed, asSessions: true)
      report.add("alarms", Double(alarms), atMost: (67 * part).rounded(.up))
    case "A9", "A10", "A11": addOthers(to: &report, seed: seed, shifts: shifts, part: part)
    case "A12":
      let lost = RatioBands.null(.constant, days: days, seed: seed, losing: 21_600)
      report.add("alarms with evidence lost every 6 h", Double(lost), atMost: (25 * part).rounded(.up))
      addConstantShifts(to: &report, seed: seed, shifts: shifts, losing: .infinity)
    default: return nil
    }
    return report
  }

  private static func addConstantShifts(
    to report: inout DetectorReport, seed: UInt64, shifts: Int, losing: Double
  ) {
    let large = RatioBands.delays(.constant, shift: 0.17, shifts: shifts, seed: seed, losing: losing)
    report.add("+17pp median events", large.events(0.5), atLeast: 40, atMost: 85)
    report.add("+17pp 90 % of events", large.events(0.9), atMost: 140)
    let middle = RatioBands.delays(.constant, shift: 0.05, shifts: shifts, seed: seed, losing: losing)
    report.add("+5pp median events", middle.events(0.5), atLeast: 280, atMost: 560)
    let small = RatioBands.delays(.constant, shift: 0.02, shifts: shifts, seed: seed, losing: losing)
    report.add("+2pp median events", small.events(0.5), atLeast: 1_700, atMost: 3_400)
  }

  private static func addOthers(to report: inout DetectorReport, seed: UInt64, shifts: Int, part: Double) {
    switch report.band {
    case "A9":
      let alarms = ValueBands.latencyNull(days: report.days, seed: seed)
      report.add("alarms", Double(alarms), atMost: (17 * part).rounded(.up))
      // The 99 % quantile lies 2.326 σ above the median.
      let tail = ValueBands.latencyDelays(.init(sigma: 0.8 + 0.693_147 / 2.326_348), shifts: shifts, seed: seed)
      report.add("p99 x2 median events", tail.events(0.5), atLeast: 230, atMost: 450)
      let all = ValueBands.latencyDelays(.init(scale: 2), shifts: shifts, seed: seed)
      report.add("all x2 median events", all.events(0.5), atLeast: 40, atMost: 80)
      let middle = ValueBands.latencyDelays(.init(scale: 1.3), shifts: shifts, seed: seed)
      report.add("median +30 % median events", middle.events(0.5), atLeast: 330, atMost: 650)
    case "A10":
      let most = (67 * part).rounded(.up)
      for (name, kind, reference) in [("spend", MeanSignal.Kind.perMinute, 1.6), ("cost", .each, 1.05)] {
        let null = ValueBands.money(
          kind, reference: reference, days: report.days, shifts: 0, seed: seed, change: nil)
        report.add("alarms \(name)", Double(null.alarms), atMost: most)
      }
      let spend = ValueBands.money(.perMinute, reference: 1.6, days: 0, shifts: shifts, seed: seed) { $0.volume = 3 }
      report.add("spend x3 median minutes", spend.delays.minutes(0.5), atMost: 40)
      let cost = ValueBands.money(.each, reference: 1.05, days: 0, shifts: shifts, seed: seed) { $0.cost = 1.3 }
      report.add("cost +30 % median minutes", cost.delays.minutes(0.5), atMost: 100)
    default:
      report.add(
        "alarms", Double(ScopeBands.strataNull(days: report.days, seed: seed)), atMost: (50 * part).rounded(.up))
      // The population rises from 3 to 5 % by the second stratum alone.
      let second = ScopeBands.strataFound(.init(factors: (1, 0.0475 / 0.0225)), shifts: shifts, seed: seed)
      report.add("only second stratum found", second, atLeast: 0.95)
      let mix = ScopeBands.strataFound(.init(mix: 0.5), shifts: shifts, seed: seed)
      report.add("mix shift found", mix, atMost: 0.05)
    }
  }
}
