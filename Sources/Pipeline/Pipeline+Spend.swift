package import CallModel
package import Storage

extension Pipeline {
  /// Sums of what was spent, as of the calls that are in the index.
  package func spend(_ query: SpendQuery) async throws(QueryError) -> [SpendGroup] {
    try await self.query { [reader] () throws(StorageError) in try reader.read { try $0.spend(query) } }
  }

  /// The budgets now.
  package func budgets() -> [BudgetState] { spending.states(at: wallClock()) }
}
