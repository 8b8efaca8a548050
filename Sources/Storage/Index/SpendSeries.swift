internal import CallModel

/// The names that calls are summed up under, packed into one key: the symbols of route, provider
/// and model, then tenant, user and key, each with its length before it.
struct SpendSeries: Hashable {
  private var key: [UInt8] = []

  /// Takes up the names of a call, in the place of those that were there.
  mutating func read(_ call: CallRecord, in body: UnsafeRawBufferPointer) {
    key.removeAll(keepingCapacity: true)
    let symbols = (call.route.id, call.provider.id, call.model.id)
    withUnsafeBytes(of: symbols) { key.append(contentsOf: $0) }
    append(CallInsertion.name(call.tenant, in: body))
    append(CallInsertion.name(call.user, in: body))
    append(CallInsertion.name(call.key, in: body))
  }

  private mutating func append(_ name: UnsafeRawBufferPointer) {
    withUnsafeBytes(of: UInt32(name.count)) { key.append(contentsOf: $0) }
    if !name.isEmpty { key.append(contentsOf: name) }
  }

  /// All bytes at once: an array would hash one after the other.
  func hash(into hasher: inout Hasher) { key.withUnsafeBytes { hasher.combine(bytes: $0) } }

  /// Binds the six names from parameter 1 on and hands over while their bytes stay.
  func bind<Result>(_ insertion: CallInsertion, on row: RawStatement, _ body: () -> Result) -> Result {
    key.withUnsafeBytes { bytes in
      var rest = UnsafeRawBufferPointer(bytes)
      func number() -> UInt32 {
        guard rest.count >= 4 else { return 0 }
        let number = rest.loadUnaligned(as: UInt32.self)
        rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(4))
        return number
      }
      row.bind(emptyOr: insertion.routes.bytes(of: Symbol(id: number())), at: 1)
      row.bind(emptyOr: insertion.providers.bytes(of: Symbol(id: number())), at: 2)
      row.bind(emptyOr: insertion.models.bytes(of: Symbol(id: number())), at: 3)
      for parameter: Int32 in 4...6 {
        let count = Int(number())
        row.bind(emptyOr: UnsafeRawBufferPointer(rebasing: rest.prefix(count)), at: parameter)
        rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(count))
      }
      return body()
    }
  }
}

/// The ids of the series that were written last, so that they need not be looked up.
///
/// At most `capacity` of them, with names of at most 256 bytes each: 20 MB at worst. Beyond it
/// all are forgotten.
struct SpendSeriesCache {
  static let capacity = 20_000

  struct Known {
    var id: Int64
    /// The day that the store has as its latest.
    var day: Nanoseconds
  }

  private var known: [SpendSeries: Known] = [:]

  subscript(_ series: SpendSeries) -> Known? {
    get { known[series] }
    set {
      if known.count >= Self.capacity { known.removeAll(keepingCapacity: true) }
      known[series] = newValue
    }
  }

  mutating func removeAll() { known.removeAll() }
}
