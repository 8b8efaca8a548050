package import CallModel

/// 64 bits that stand for a text, the same in every process: equal texts have equal ones, different
/// texts practically never.
///
/// Not made against collisions on purpose: whoever makes them raises alarms about itself alone.
package struct Fingerprint: Hashable, Sendable {
  package private(set) var value: UInt64 = 0x9e37_79b9_7f4a_7c15

  package init() {}

  package init(_ text: String) { add(text) }

  /// Of all that a call sends to the model.
  package init(promptOf call: LLMCall) {
    add(call.dimensions.model ?? "")
    add(call.system)
    for message in call.messages {
      add(message.role)
      add(message.text)
      for result in message.toolResults { add(result) }
    }
    if call.messages.isEmpty { add(call.input) }
  }

  /// Adds one text; its length counts, so that texts do not run into each other.
  package mutating func add(_ text: String) {
    var text = text
    text.withUTF8 { bytes in
      mix(UInt64(bytes.count))
      let raw = UnsafeRawBufferPointer(bytes)
      var place = 0
      while place + 8 <= raw.count {
        mix(UInt64(littleEndian: raw.loadUnaligned(fromByteOffset: place, as: UInt64.self)))
        place += 8
      }
      var last: UInt64 = 0
      while place < raw.count {
        last = last << 8 | UInt64(raw[place])
        place += 1
      }
      mix(last)
    }
  }

  private mutating func mix(_ word: UInt64) {
    let product = (value ^ word).multipliedFullWidth(by: 0xd6e8_feb8_6659_fd93)
    value = (product.high ^ product.low) &+ 0x2545_f491_4f6c_dd1d
  }
}
