import Testing

@testable import Series

private func rows(_ text: String, piece: Int = .max) -> [[String]] {
  var found: [[String]] = []
  var cutter = CSVCutter()
  func take(_ row: borrowing CSVRow) {
    var fields: [String] = []
    for field in 0..<row.count { fields.append(String(decoding: row[field], as: UTF8.self)) }
    found.append(row.flaw.map { ["line \(row.line): \($0)"] } ?? fields)
  }
  var rest = Array(text.utf8)[...]
  while !rest.isEmpty {
    rest.prefix(piece).withUnsafeBytes { cutter.cut($0, take) }
    rest = rest.dropFirst(piece)
  }
  cutter.finish(take)
  return found
}

@Test(
  "Fields in quotes hold commas, quotes and ends of lines, however the bytes are cut", arguments: [1, 2, 7, Int.max])
func quotedFields(piece: Int) {
  let text = "\u{FEFF}a,b\r\n\"x,\"\"y\"\"\n2\",3\n\n,\nlast,row"
  #expect(rows(text, piece: piece) == [["a", "b"], ["x,\"y\"\n2", "3"], ["", ""], ["last", "row"]])
}

@Test("What is no row is named by the line in which it begins, and the rows after it are read")
func flawedRows() {
  let long = String(repeating: "x", count: CSVCutter.longest + 10)
  #expect(
    rows("a,1\n\"b\"c,2\n\(long)\n\(String(repeating: ",", count: CSVCutter.longest + 10))\nd,4\n\"open\n") == [
      ["a", "1"], ["line 2: something after a closing quote"], ["line 3: a row longer than 64 KiB"],
      ["line 4: a row longer than 64 KiB"], ["d", "4"], ["line 6: a quote that is never closed"],
    ])
}
