import Redaction
import Testing

@Suite struct EmailTests {
  @Test(arguments: [
    ("write to john@example.com.", "john@example.com"),
    ("<mailto:a.b+tag@mail.example.co.uk>", "a.b+tag@mail.example.co.uk"),
    ("o'neill@example.ie", "o'neill@example.ie"),
    ("'john@example.com'", "john@example.com"),
    ("?to=john%40example.com&x=1", "john%40example.com"),
    (#"{"to":"john\u0040example.com"}"#, #"john\u0040example.com"#),
    (#"{\"to\":\"john\\u0040example.com\"}"#, #"john\\u0040example.com"#),
    ("請寫信給john@example.com謝謝", "john@example.com"),
    ("josé@exämple.de", "josé@exämple.de"),
    ("x@xn--bcher-kva.xn--p1ai", "x@xn--bcher-kva.xn--p1ai"),
    ("https://user:pw1@host.example.com/", "pw1@host.example.com"),
    (#"{"a":"hello\njohn@example.com"}"#, "john@example.com"),
    (#"{"a":"{\"b\":\"\\njohn@example.com\"}"}"#, "john@example.com"),
    (#"{"a":"\u00e9john@example.com"}"#, "john@example.com"),
    (#"{"a":"john@example.com\nnext"}"#, "john@example.com"),
  ])
  func isFound(text: String, address: String) {
    #expect(found(in: text, [.email]) == [address])
  }

  @Test(arguments: [
    "@app.route('/x')", "@angular/core", "react@18.2.0", "user@localhost", "a @ b.com", "git@github.com:team/x.git",
    "icon@2x.png", "A@B.T", "12:00 @ the.", "@@@", "a@", "@b.com", "a@b..com", "a@.com",
  ])
  func isNotFound(text: String) {
    #expect(masked(text, [.email]) == text)
  }

  @Test func twoSideBySide() {
    #expect(masked("a@b.io,c@d.io;", [.email]) == "******,******;")
  }
}
