import CallModel
import JSON
import OTLP
import Testing

@testable import Ingest

/// The short way through messages that are nothing but texts gives what the long way gives.
struct PlainMessagesTests {
  static let plain = [
    #"[{"role":"user","parts":[{"type":"text","content":"Hello \"you\" é"}]}]"#,
    #" [ {"parts":[{"content":"a","type":"text"},{"type":"text","content":"b"}],"role":"system","finish_reason":"stop"} ] "#,
    #"[{"role":"user","role":"assistant","parts":[{"type":"text","content":"x","content":"y"}]}]"#,
    #"[{"role":"","parts":[{"type":"text","content":""}]},{"role":"user","parts":[{"type":"text","content":""}]}]"#,
    "[]",
  ]

  static let other = [
    #"[{"role":"tool","parts":[{"type":"text","content":"12"}]}]"#,
    #"[{"role":"user","content":"Hello"}]"#,
    #"[{"role":"user","parts":[]}]"#,
    #"[{"role":"user","parts":[{"type":"text","content":"__REDACTED__"},{"type":"text","content":"b"}]}]"#,
    #"[{"role":"user","parts":[{"type":"text","content":5}]}]"#,
    #"[{"role":"assistant","parts":[{"type":"tool_call","id":"1","name":"f","arguments":{}}]}]"#,
    #"[{"role":"assistant","parts":[{"type":"text","text":"Hello"}]}]"#,
    #"[{"message":{"role":"user","content":"x"},"role":"user","parts":[{"type":"text","content":"y"}]}]"#,
    #"[{"role":null,"parts":[{"type":"text","content":"y"}]}]"#,
    #"[{"role":"user","parts":["y"]}]"#,
    #"{"role":"user","parts":[{"type":"text","content":"y"}]}"#,
    #"["Hello"]"#,
  ]

  @Test(arguments: plain) func plainMessagesAreReadAlike(_ text: String) {
    guard case .messages(let messages) = Self.read(text) else {
      Issue.record("not taken as plain")
      return
    }
    #expect(messages == (try? JSON(parsing: text))?.asList.map { Message($0) })
  }

  @Test(arguments: other) func everythingElseGoesTheLongWay(_ text: String) {
    guard case .other(.structured(let json)) = Self.read(text) else {
      Issue.record("taken as plain")
      return
    }
    #expect(json == (try? JSON(parsing: text)))
  }

  @Test func textThatIsNoJSONStaysText() {
    for text in ["[{", "Hello", #"[] and more"#, String(repeating: "[", count: 200)] {
      guard case .other(.text(text)) = Self.read(text) else {
        Issue.record("\(text)")
        continue
      }
    }
    guard case .other(nil) = Self.read("__REDACTED__") else {
      Issue.record("hidden content was shown")
      return
    }
  }

  private static func read(_ text: String) -> MessageContent {
    Array(text.utf8).withUnsafeBytes { MessageContent(.string(0..<UInt32($0.count)), in: $0) }
  }
}
