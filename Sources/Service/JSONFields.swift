internal import Hummingbird
internal import JSON
internal import NIOCore

/// The fields of a JSON object that came in a request; each wrong one is named in the error.
struct JSONFields {
  private let object: JSONObject

  /// Reads a body of at most 16 KiB.
  init(_ request: Request) async throws {
    let body: ByteBuffer
    do {
      body = try await request.body.collect(upTo: 16 << 10)
    } catch {
      throw APIError(
        status: .contentTooLarge, code: "too_large", message: "the body is larger than 16 KiB or did not arrive whole")
    }
    do {
      let json = try body.withUnsafeReadableBytes { bytes in try JSON(parsing: bytes, maxDepth: 32) }
      guard case .object(let object) = json else { throw APIError.badRequest("the body must be a JSON object") }
      self.object = object
    } catch let error as JSONError {
      throw APIError.badRequest("the body is not valid JSON: \(error)")
    }
  }

  func text(_ name: String) throws(APIError) -> String? {
    switch object[name] {
    case nil, .null: return nil
    case .string(let text):
      guard text.utf8.count <= 1_024 else { throw APIError.badRequest("'\(name)' is longer than 1,024 bytes") }
      return text.isEmpty ? nil : text
    default: throw APIError.badRequest("'\(name)' must be text")
    }
  }

  func requiredText(_ name: String) throws(APIError) -> String {
    guard let text = try text(name) else { throw APIError.badRequest("'\(name)' is missing") }
    return text
  }

  /// A whole number of at most a trillion.
  func count(_ name: String) throws(APIError) -> Int64? {
    guard let number = try number(name, in: 0...1e12) else { return nil }
    guard let count = Int64(exactly: number) else { throw APIError.badRequest("'\(name)' must be a whole number") }
    return count
  }

  func flag(_ name: String) throws(APIError) -> Bool {
    switch object[name] {
    case nil, .null: return false
    case .bool(let flag): return flag
    default: throw APIError.badRequest("'\(name)' must be true or false")
    }
  }

  func number(_ name: String, in range: ClosedRange<Double>) throws(APIError) -> Double? {
    switch object[name] {
    case nil, .null: return nil
    case .number(let number):
      guard range.contains(number.double) else {
        throw APIError.badRequest("'\(name)' must lie between \(range.lowerBound) and \(range.upperBound)")
      }
      return number.double
    default: throw APIError.badRequest("'\(name)' must be a number")
    }
  }
}
