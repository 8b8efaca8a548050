import CallModel
import Testing

@Suite struct ScopeTests {
  static let oddValues = [
    "checkout", "a,b", "a=b", "100%", "%2C", "%2A", "%25", "%252A", "*", "a*b", "**", " led", "led ", "a b", "a\tb\n",
    "é",
    "e\u{301}", "\u{A0}nbsp\u{2028}", "😀", "\u{0}", "%", "%%", "%+F", "route=x,model=y", "a\r\nb",
  ]

  @Test(arguments: oddValues)
  func aValuesScopeMatchesThatValueAndSurvivesSpelling(value: String) throws {
    let call = Dimensions(route: value, model: "m")
    let scope = Scope([.route, .model], of: call)
    let again = try Scope(parsing: scope.description)
    #expect(again == scope)
    #expect(again.description == scope.description)
    for other in Self.oddValues {
      #expect(again.matches(Dimensions(route: other, model: "m")) == (other == value), "\(other)")
    }
  }

  @Test(arguments: [
    ("route=checkout", "checkout", true), ("route=checkout", "checkout2", false), ("route=check*", "check", true),
    ("route=*out", "checkout", true), ("route=*out", "outer", false), ("route=c*k*t", "checkout", true),
    ("route=c*t*k", "checkout", false), ("route=**", "x", true), ("route=a%2Ab", "a*b", true),
    ("route=a%2ab", "a*b", true), ("route=a%2Ab", "axb", false), ("route=a%2Cb", "a,b", true),
    ("route=50%", "50%", true),
    ("route=50%25", "50%", true), ("route=5%*", "5% off", true), ("route=Checkout", "checkout", false),
    (" route = a b ", "a b", true), ("route=%20a", " a", true),
  ])
  func matchesByItsPattern(text: String, route: String, matches: Bool) throws {
    #expect(try Scope(parsing: text).matches(Dimensions(route: route)) == matches)
  }

  @Test func aMissingDimensionMatchesOnlyTheAsterisk() throws {
    #expect(try Scope(parsing: "tenant=*").matches(Dimensions()))
    #expect(try !Scope(parsing: "tenant=a*").matches(Dimensions()))
    #expect(Scope.everything.matches(Dimensions()))
  }

  @Test func aCallerIsTheFirstOfKeyTenantAndUser() throws {
    let scope = try Scope(parsing: "caller=k1")
    #expect(scope.matches(Dimensions(tenant: "t1", key: "k1")))
    #expect(!scope.matches(Dimensions(tenant: "k1", key: "k2")))
    #expect(scope.matches(Dimensions(tenant: "k1", user: "u")))
  }

  @Test(arguments: [
    ("model=gpt-*,route=a", "model=gpt-*,route=a"), ("route=a,model=gpt-*", "model=gpt-*,route=a"), ("route=*", "*"),
    ("*", "*"), (" * ", "*"), ("route=a%2cb", "route=a%2Cb"), ("route=%61", "route=a"), ("route=5%", "route=5%25"),
    ("route=b,route=a", "route=a,route=b"),
  ])
  func hasOneSpelling(text: String, spelling: String) throws {
    #expect(try Scope(parsing: text).description == spelling)
  }

  @Test(arguments: [
    ("", "'' is no clause of a scope; write route=checkout,model=gpt-* or *"),
    ("route", "'route' is no clause of a scope; write route=checkout,model=gpt-* or *"),
    ("route=", "'route=' is no clause of a scope; write route=checkout,model=gpt-* or *"),
    ("route=a,", "'' is no clause of a scope; write route=checkout,model=gpt-* or *"),
    ("colour=red", "'colour' is no dimension; known are route, tenant, user, key, provider, model, caller"),
  ])
  func saysWhatIsWrong(text: String, message: String) {
    let error = #expect(throws: ScopeError.self) { try Scope(parsing: text) }
    #expect(error?.description == message)
  }

  /// A matcher that tried every asterisk again would not end in this universe's time.
  @Test(.timeLimit(.minutes(1)))
  func manyAsterisksAreMatchedSoon() throws {
    let pattern = String(repeating: "a*", count: 200) + "b"
    let text = String(repeating: "a", count: 20_000)
    #expect(try !Scope(parsing: "route=\(pattern)").matches(Dimensions(route: text)))
    #expect(try Scope(parsing: "route=\(pattern)").matches(Dimensions(route: text + "b")))
  }
}
