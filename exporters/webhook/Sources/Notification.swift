internal import CallModel
internal import Crypto
internal import JSON
internal import PluginKit

/// An alert's change as a receiver gets it.
struct Notification {
  let change: AlertChange
  /// The same for every attempt, and for no other change of state.
  let id: String

  init(_ change: AlertChange) {
    self.change = change
    let identity = [change.alert, "\(change.scope)", change.to.rawValue, "\(change.at)"].joined(separator: "\u{0}")
    let digest = SHA256.hash(data: Array(identity.utf8))
    id = "alert_" + digest.prefix(16).map { hexadecimal($0) }.joined()
  }

  /// JSON, its members always in this order.
  var body: [UInt8] {
    var members: [(key: String, value: JSON)] = [
      ("id", .string(id)), ("type", .string("alert.\(change.to.rawValue)")),
      ("timestamp", .string(change.at.timestamp)), ("alert", .string(change.alert)),
      ("scope", .string("\(change.scope)")), ("state", .string(change.to.rawValue)),
      ("previous_state", .string(change.from.rawValue)), ("signal", .string(change.signal.name)),
    ]
    switch change.signal {
    case .failRatio(let evaluator): members.append(("evaluator", .string(evaluator)))
    case .labelRatio(let evaluator, let label):
      members += [("evaluator", .string(evaluator)), ("label", .string(label))]
    case .latency(let quantile), .timeToFirstToken(let quantile): members.append(("quantile", JSON(quantile)))
    case .errorRatio(let type?): members.append(("error_type", .string(type)))
    default: break
    }
    let evidence = change.evidence
    for case (let key, let value?) in [("value", evidence.value), ("lower", evidence.lower), ("upper", evidence.upper)]
    {
      members.append((key, JSON(value)))
    }
    members += [("samples", JSON(evidence.samples)), ("threshold", JSON(change.threshold))]
    var bytes: [UInt8] = []
    JSON.object(JSONObject(members)).write(into: &bytes)
    return bytes
  }
}

private func hexadecimal(_ byte: UInt8) -> String {
  (byte < 16 ? "0" : "") + String(byte, radix: 16)
}
