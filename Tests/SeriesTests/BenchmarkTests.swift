import Analysis
import Glibc
import Testing

@testable import Series

private let data = getenv("ASSAY_TESTDATA").map { String(cString: $0) } ?? "../shared/data"

private func text(_ path: String) -> [UInt8]? {
  guard let file = fopen("\(data)/nab/\(path)", "r") else { return nil }
  defer { fclose(file) }
  var bytes: [UInt8] = []
  while case let byte = getc(file), byte != EOF { bytes.append(UInt8(truncatingIfNeeded: byte)) }
  return bytes
}

/// Alarms of series of the Numenta Anomaly Benchmark, as the prototype of the detector raised them.
@Test(
  "Series of strangers alarm where they did when the detector was measured",
  .enabled(if: text("data/realTraffic/speed_7578.csv") != nil, "no series of the benchmark here"),
  arguments: [("realTraffic/speed_7578.csv", 1_127, 5), ("artificialNoAnomaly/art_flatline.csv", 4_032, 0)])
func benchmarkSeries(path: String, rows: Int, alarms: Int) throws {
  let bytes = try #require(text("data/\(path)"))
  var table = SeriesTable()
  var cutter = CSVCutter()
  var detector = SeriesDetector()
  var counts = (rows: 0, alarms: 0, flaws: 0)
  func take(_ row: borrowing CSVRow) {
    do throws(SeriesFlaw) {
      guard let row = try table.read(row) else { return }
      counts.rows += 1
      if detector.next(row.value, at: row.time).isAlarm { counts.alarms += 1 }
    } catch {
      counts.flaws += 1
    }
  }
  bytes.withUnsafeBytes { cutter.cut($0, take) }
  cutter.finish(take)
  #expect(counts.rows == rows)
  #expect(counts.alarms == alarms)
  #expect(counts.flaws == 0)
}
