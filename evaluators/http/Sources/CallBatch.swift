internal import CallModel
internal import JSON
internal import PluginProtocol

/// Calls that go to the server in one request, as lines of protocol 1, and where they stand among
/// those to be judged.
struct CallBatch: Sendable {
  private(set) var body: [UInt8] = []
  private(set) var places: [Int] = []
  private(set) var calls: [LLMCall] = []

  /// The calls in their order, at most so many and `LineFraming.longest` bytes a batch.
  ///
  /// A call that alone is longer than that is in no batch.
  static func split(_ calls: [LLMCall], most: Int) -> [CallBatch] {
    var batches: [CallBatch] = []
    var open = CallBatch()
    for (place, call) in calls.enumerated() {
      var line: [UInt8] = []
      PluginLine.question(id: UInt64(place), .call(call)).write(into: &line)
      guard line.count <= LineFraming.longest else { continue }
      if open.calls.count == most || open.body.count + line.count > LineFraming.longest {
        batches.append(open)
        open = CallBatch()
      }
      open.body += line
      open.places.append(place)
      open.calls.append(call)
    }
    return open.calls.isEmpty ? batches : batches + [open]
  }

  /// A verdict a call, out of a body of lines in any order; the first answer to a call counts, and
  /// answers to nobody are ignored.
  func verdicts(from answer: [UInt8]) -> [Verdict] {
    var found: [Verdict?] = Array(repeating: nil, count: calls.count)
    var fault: ProtocolFault?
    var framing = LineFraming()
    // The last line of a body may end with it.
    let cut = framing.take(answer + [UInt8(ascii: "\n")]) { line in
      do throws(ProtocolFault) {
        // Places are in order, so that an id is found by halving.
        guard case .answer(let id, let value) = try PluginMessage.read(line), let place = index(of: id),
          found[place] == nil
        else { return }
        do throws(ProtocolFault) {
          found[place] = try PluginAnswer.verdict(value, on: calls[place])
        } catch {
          found[place] = PluginFailure(.protocolFault, error.description).verdict
        }
      } catch {
        fault = fault ?? error
      }
    }
    let reason = (fault ?? cut).map { ": \($0.description)" } ?? ""
    let missing = PluginFailure(.protocolFault, "the server's answer has no verdict on the call\(reason)")
    return found.map { $0 ?? missing.verdict }
  }

  private func index(of id: UInt64) -> Int? {
    var range = places.indices
    while let middle = range.isEmpty ? nil : range.lowerBound + range.count / 2 {
      let candidate = UInt64(places[middle])
      if candidate == id { return middle }
      range = candidate < id ? middle + 1..<range.upperBound : range.lowerBound..<middle
    }
    return nil
  }
}
