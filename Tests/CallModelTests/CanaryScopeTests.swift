import CallModel
import Testing

@Suite struct CanaryScopeTests {
  @Test(arguments: [
    ("*", "shop", true), ("*", "canary/capital", false), ("model=gpt-*", "canary/capital", false),
    ("route=*a*", "canary/capital", false), ("route=canary/*", "canary/capital", true),
    ("route=canary/capital", "canary/capital", true),
    ("route=canary/other", "canary/capital", false),
    ("route=canary/*", "shop", false), ("*", "canary", true),
  ])
  func onlyRulesAboutCanariesLookAtThem(scope: String, route: String, looks: Bool) throws {
    #expect(try Scope(parsing: scope).looksAt(Dimensions(route: route, model: "gpt-4o")) == looks)
  }

  @Test func aCallWithoutARouteIsLookedAt() {
    #expect(Scope.everything.looksAt(Dimensions()))
  }
}
