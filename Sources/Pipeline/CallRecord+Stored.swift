internal import CallModel
internal import Storage

extension CallRecord {
  /// What is measured of a call that the index holds: its names as symbols, without its place in a batch.
  init(_ call: StoredCall, _ symbols: Symbols) {
    self.init()
    trace = call.trace
    span = call.span
    parent = call.parent
    arrival = call.arrival
    start = call.start
    duration = call.duration
    route = symbols.routes.intern(call.dimensions.route ?? "")
    provider = symbols.providers.intern(call.dimensions.provider ?? "")
    model = symbols.models.intern(call.dimensions.model ?? "")
    operation = call.operation
    outcome = call.outcome
    finish = call.finish
    timeToFirstToken = call.timeToFirstToken
    errorType = call.errorType.map(symbols.errors.intern) ?? .none
    usage = call.usage
    cost = call.cost
  }
}
