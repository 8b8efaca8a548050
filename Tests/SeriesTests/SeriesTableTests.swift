import Testing

@testable import Series

private func read(_ text: String, time: String? = nil, value: String? = nil) -> [String] {
  var table = SeriesTable(timeColumn: time, valueColumn: value)
  var found: [String] = []
  var cutter = CSVCutter()
  var isOver = false
  func take(_ row: borrowing CSVRow) {
    if isOver { return }
    do throws(SeriesFlaw) {
      if let row = try table.read(row) { found.append("\(row.time) \(row.value)") }
    } catch {
      isOver = error.isFatal
      found.append("\(error.line)\(error.isFatal ? "!" : ":") \(error.reason)")
    }
  }
  Array(text.utf8).withUnsafeBytes { cutter.cut($0, take) }
  cutter.finish(take)
  return found
}

@Test("Columns go by their names, by their places, or are the first two")
func columns() {
  #expect(read("timestamp,value\n10,1.5\n") == ["10 1.5"])
  #expect(read("value,x,timestamp\n1.5,0,10\n") == ["10 1.5"])
  #expect(read("10,1.5\n20,-2e3\n") == ["10 1.5", "20 -2000.0"])
  #expect(read("when,a,b\n10,1,2\n", time: "when", value: "b") == ["10 2.0"])
  #expect(read("10,1,2\n", value: "3") == ["10 2.0"])
  #expect(read("t,v\n1,2\n", value: "w") == ["1! there is no column 'w'; there are t, v"])
  #expect(read("t,v\n1,2\n", value: "t") == ["1! the timestamp and the value are the same column"])
}

@Test("A row that is none says why, and the others are read")
func flaws() {
  #expect(
    read("t,v\n10,abc\n20,inf\n30\nnoon,4\n50,0x10\n60,1e999\n70,7\n") == [
      "2: 'abc' is no finite number", "3: 'inf' is no finite number", "4: one column where 2 are needed",
      "5: 'noon' is no timestamp; write 2014-04-01 00:00:00, RFC 3339 or seconds since 1970",
      "6: '0x10' is no finite number", "7: '1e999' is no finite number", "70 7.0",
    ])
}
