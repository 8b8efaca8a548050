import Testing

@testable import OTLP

@Suite struct SpanEventTests {
  private func read(_ write: (inout ProtobufWriter) -> Void) throws -> [(name: String, time: UInt64, keys: [String])] {
    var writer = ProtobufWriter()
    write(&writer)
    return try writer.bytes.withUnsafeBytes { bytes in
      var span = SpanReader(bytes, in: 0..<UInt32(bytes.count))
      while try span.nextAttribute() != nil {}
      let events = span.events.map { event in
        (bytes.text(event.name), event.time, event.attributes(in: bytes).map { bytes.text($0.key) })
      }
      #expect(span.hasEvents == !events.isEmpty)
      return events
    }
  }

  @Test func eventsComeInOrderWhateverStandsBetween() throws {
    let events = try read { span in
      span.attribute(9, "a", "b")
      span.message(11) { event in
        event.attribute(3, "k1", "v")
        event.string(2, "one")
        event.fixed64(1, 5)
        event.varint(4, 1)
        event.attribute(3, "k2", 7)
      }
      span.attribute(9, "c", "d")
      span.varint(10, 3)
      span.bytes(11, [])
      span.message(11) { $0.string(2, "three") }
      span.message(15) { $0.varint(3, 2) }
    }
    #expect(events.map(\.name) == ["one", "", "three"] && events.map(\.time) == [5, 0, 0])
    #expect(events.map(\.keys) == [["k1", "k2"], [], []])
  }

  @Test func aSpanWithoutEventsHasNone() throws {
    #expect(try read { $0.attribute(9, "a", "b") }.isEmpty)
    #expect(try read { $0.varint(11, 5) }.isEmpty)
  }

  @Test func aDamagedEventEndsTheList() throws {
    let events = try read { span in
      span.message(11) { $0.string(2, "one") }
      span.bytes(11, [0x12, 0x40, 0x41])
      span.message(11) { $0.string(2, "three") }
    }
    #expect(events.map(\.name) == ["one"])
  }

  @Test func aDamagedAttributeEndsItsList() throws {
    let events = try read { span in
      span.message(11) { event in
        event.attribute(3, "k1", "v")
        event.bytes(3, [0x0a, 0x40])
        event.attribute(3, "k3", "v")
      }
    }
    #expect(events.map(\.keys) == [["k1"]])
  }
}
