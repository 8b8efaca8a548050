import CallModel
import Testing

@testable import Throttling

struct ScopeIndexTests {
  @Test func findsExactlyTheScopesThatMatch() throws {
    var random = SeededGenerator(seed: 11)
    let clauses = [
      "route=a", "route=b", "route=a*", "model=m", "model=m-*", "user=u", "route=%2A", "caller=u", "provider=p",
    ]
    var scopes: [Scope] = [.everything]
    for _ in 0..<150 {
      let some = clauses.filter { _ in random.happens(0.25) }
      if !some.isEmpty { scopes.append(try Scope(parsing: some.joined(separator: ","))) }
    }
    var index = ScopeIndex()
    for (place, scope) in scopes.enumerated() { index.insert(scope, place: place) }
    var kept = Set(scopes.indices)
    for round in 0..<2 {
      for _ in 0..<300 {
        func some(_ values: [String?]) -> String? { values.randomElement(using: &random) ?? nil }
        let call = Dimensions(
          route: some(["a", "b", "abc", "*", nil]), tenant: some(["u", nil]), user: some(["u", nil]),
          provider: some(["p", nil]), model: some(["m", "m-1", nil]))
        var found: Set<Int> = []
        index.forEachMatch(of: call) { found.insert($0) }
        #expect(found == kept.filter { scopes[$0].matches(call) })
      }
      guard round == 0 else { continue }
      for place in scopes.indices where random.happens(0.5) {
        index.remove(scopes[place], place: place)
        kept.remove(place)
      }
    }
    for place in kept { index.remove(scopes[place], place: place) }
    #expect(index.isEmpty)
  }
}
