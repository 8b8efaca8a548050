import CallModel
import Testing

@testable import Ingest

@Suite struct SymbolCacheTests {
  private func look(_ cache: inout SymbolCache, _ name: String, _ repairs: inout Repairs) -> Symbol {
    Array(name.utf8).withUnsafeBytes { cache.symbol($0, &repairs) }
  }

  @Test func theCacheAndTheTableAgree() {
    let table = SymbolTable()
    var cache = SymbolCache(table)
    var repairs = Repairs()
    var generator = SeededGenerator(state: 1)
    // Far more names than places, so that they push each other out; some longer than a place.
    for _ in 0..<20_000 {
      let number = Int.random(in: 0..<2_000, using: &generator)
      let name = String(repeating: "n", count: number % 90) + String(number)
      #expect(look(&cache, name, &repairs) == table.intern(name))
    }
    #expect(look(&cache, "", &repairs) == .none)
    #expect(repairs == Repairs())
  }

  @Test func foldedNamesAreAskedForAgain() {
    let table = SymbolTable(capacity: 1)
    var cache = SymbolCache(table)
    var repairs = Repairs()
    #expect(look(&cache, "a", &repairs) != .other)
    for _ in 0..<3 { #expect(look(&cache, "b", &repairs) == .other) }
    #expect(table.folded == 3)
  }

  @Test func everyIllFormedNameIsCounted() {
    var cache = SymbolCache(SymbolTable())
    var repairs = Repairs()
    for _ in 0..<3 {
      _ = [UInt8(0xff), 0x61].withUnsafeBytes { cache.symbol($0, &repairs) }
    }
    #expect(repairs.invalidNames == 3)
  }
}
