import OTLP
import Synchronization

/// A field that is a message.
func message(_ number: Int, _ content: [UInt8]) -> [UInt8] {
  varint(number << 3 | 2) + varint(content.count) + content
}

/// A field that is a text.
func text(_ number: Int, _ content: String) -> [UInt8] { message(number, Array(content.utf8)) }

func varint(_ value: Int) -> [UInt8] {
  value < 0x80 ? [UInt8(value)] : [UInt8(value & 0x7F) | 0x80] + varint(value >> 7)
}

/// A `KeyValue` with a text.
func attribute(_ key: String, _ value: String) -> [UInt8] { text(1, key) + message(2, text(1, value)) }

/// A trace request with one span.
func spanRequest(_ span: [UInt8]) -> [UInt8] { message(1, message(2, message(2, span))) }

func spanRequest(attributes: [String]) -> [UInt8] {
  spanRequest(attributes.flatMap { message(9, attribute("k", $0)) })
}

/// The values of the attributes of the one span.
func texts(in request: [UInt8]) -> [String] {
  var result: [String] = []
  request.withUnsafeBytes { bytes in
    func walk(_ range: Range<UInt32>, _ path: ArraySlice<UInt32>) {
      guard let wanted = path.first else {
        result.append(bytes.text(range))
        return
      }
      var reader = ProtobufReader(bytes, in: range)
      while let field = try? reader.next() {
        if field.number == wanted, case .bytes(let inner) = field.value { walk(inner, path.dropFirst()) }
      }
    }
    walk(0..<UInt32(bytes.count), [1, 2, 2, 9, 2, 1])
  }
  return result
}

/// A clock that goes on at each look.
final class SteppingClock: Sendable {
  private let time = Mutex<Int64>(0)
  private let step: Int64

  init(step: Int64) { self.step = step }

  func next() -> Int64 {
    time.withLock {
      $0 += step
      return $0
    }
  }
}
