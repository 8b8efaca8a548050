package import Alerting

extension Pipeline {
  /// Takes a notification of Alertmanager's, and returns when what it changed is written down: it
  /// is sent again until it is acknowledged.
  package func receive(_ message: AlertmanagerMessage) async throws(QueryError) -> AlertmanagerReceipt {
    let receipt = await queries.run { [loop, index] () -> AlertmanagerReceipt? in
      let receipt = loop.receive(message, at: wallClock())
      return index.settle() ? receipt : nil
    }
    switch receipt {
    case .some(let receipt?): return receipt
    case .some(nil): throw QueryError(description: "the disk does not take what this changes; send it again")
    case nil: throw QueryError(description: "too many requests wait for the store; send it again")
    }
  }
}
