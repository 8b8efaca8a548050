import CallModel
import Testing

@Suite struct SymbolTableTests {
  @Test func givesANameOneSymbolAndBack() {
    let table = SymbolTable()
    let symbol = table.intern("gpt-4o")
    #expect(table.intern("gpt-4o") == symbol)
    #expect(intern("gpt-4o", in: table) == symbol)
    #expect(table.intern("gpt-4") != symbol)
    #expect(table.name(of: symbol) == "gpt-4o")
  }

  @Test func anEmptyNameIsNone() {
    let table = SymbolTable()
    #expect(table.intern("") == .none)
    #expect(intern("", in: table) == .none)
    #expect(table.name(of: .none) == nil)
  }

  @Test func takesAtMostItsCapacityAndFoldsTheRest() {
    let table = SymbolTable(capacity: 100)
    let symbols = (0..<1_000).map { table.intern("name-\($0)") }
    #expect(Set(symbols).count == 101)
    #expect(symbols[99] != .other)
    #expect(symbols[100...].allSatisfy { $0 == .other })
    #expect(table.folded == 900)
    #expect(table.intern("name-7") == symbols[7])
    #expect(table.name(of: .other) == "other")
  }

  @Test func theNameOtherIsNoSecondSeries() {
    let table = SymbolTable(capacity: 1)
    #expect(table.intern("other") == .other)
    #expect(table.folded == 0)
    #expect(table.intern("first") != .other)
  }

  @Test func cutsLongNamesTheSameWayHoweverTheyCome() {
    let table = SymbolTable(longest: 5)
    let symbol = table.intern("abcdefgh")
    #expect(table.name(of: symbol) == "abcde")
    #expect(intern("abcdeXYZ", in: table) == symbol)
    #expect(table.intern("ééé") == intern("ééé", in: table))
  }

  @Test func repairsIllFormedBytes() {
    let table = SymbolTable()
    let symbol = ([0x61, 0xFF, 0x62] as [UInt8]).withUnsafeBytes { table.intern($0) }
    #expect(table.name(of: symbol) == "a\u{FFFD}b")
  }

  @Test func knowsNoNameOfAForeignSymbol() {
    #expect(SymbolTable().name(of: Symbol(id: .max)) == nil)
  }

  @Test func isFilledByManyTasksAtOnce() async {
    let table = SymbolTable(capacity: 500)
    let sets = await withTaskGroup(of: [Symbol].self) { group in
      for _ in 0..<8 { group.addTask { (0..<500).map { table.intern("n\($0)") } } }
      return await group.reduce(into: []) { $0.append($1) }
    }
    #expect(sets.allSatisfy { $0 == sets[0] })
    #expect(Set(sets[0]).count == 500)
    #expect(table.folded == 0)
  }

  private func intern(_ name: String, in table: SymbolTable) -> Symbol {
    Array(name.utf8).withUnsafeBytes { table.intern($0) }
  }
}
