import JSON
import Testing

@Suite struct ValueTests {
  @Test func comparesStringsByCodePoints() throws {
    let composed: JSON = "\u{e9}"
    let decomposed: JSON = "e\u{301}"
    #expect(composed != decomposed)
    let both = try JSON(parsing: "{\"\u{e9}\": 1, \"e\u{301}\": 2}")
    #expect(both.object?.count == 2)
    #expect(both["e\u{301}"] == 2)
  }

  @Test func membersHaveNoOrder() throws {
    let left = try JSON(parsing: #"{"a":1,"b":[2]}"#)
    let right = try JSON(parsing: #"{"b":[2.0],"a":1e0}"#)
    #expect(left == right)
    #expect(left.hashValue == right.hashValue)
    #expect(left != ["a": 1, "c": [2]])
    #expect(left != ["a": 1])
  }

  @Test func kindsDoNotMix() {
    let different: [JSON] = [nil, false, 0, "", [], [:], "null", "0", [nil], ["": nil], true, 1]
    #expect(Set(different).count == different.count)
  }

  @Test func findsMembersAndElements() throws {
    let value: JSON = ["a": [10, ["b/c": "x", "~": true]]]
    #expect(value["a"]?[0] == 10)
    #expect(value["a"]?[2] == nil)
    #expect(value["none"] == nil)
    #expect(value[try #require(JSONPointer(parsing: "/a/1/b~1c"))] == "x")
    #expect(value[try #require(JSONPointer(parsing: "/a/1/~0"))] == true)
    #expect(value[try #require(JSONPointer(parsing: "/a/01"))] == nil)
    #expect(value[JSONPointer()] == value)
    #expect(JSONPointer(parsing: "a") == nil)
    #expect(JSONPointer(parsing: "/~2") == nil)
    #expect(JSONPointer(["a", "1", "b/c", "~"]).description == "/a/1/b~1c/~0")
  }

  @Test func anObjectKeepsOrderWhileItChanges() {
    var object = JSONObject()
    for number in 0..<60 { object["k\(number)"] = JSON(number) }
    object["k3"] = nil
    object["k59"] = "last"
    #expect(object.count == 59)
    #expect(object["k3"] == nil)
    #expect(object["k4"] == 4)
    #expect(object.members.last?.value == "last")
    #expect(Array(object.keys.prefix(4)) == ["k0", "k1", "k2", "k4"])
  }

  @Test func writesWhatItReads() throws {
    let text = #"{"a":[null,true,false,-1.50e3,0.1],"\"\\/":"\n\r\t\u0001\u001fé😀","e":{},"f":[]}"#
    #expect(try JSON(parsing: text).text() == text)
  }
}
