internal import Synchronization

/// A name from the network, interned to four bytes.
public struct Symbol: Hashable, Sendable {
  public let id: UInt32

  public init(id: UInt32) { self.id = id }

  /// The name is absent.
  public static let none = Symbol(id: 0)
  /// The table was full: the name is folded.
  public static let other = Symbol(id: 1)
}

/// A bounded set of names, safe to use from any thread.
///
/// Names come from the network, so the table takes at most `capacity` of them, each cut to
/// `longest` bytes; every further name becomes `Symbol.other`.
public final class SymbolTable: Sendable {
  private struct Entries {
    var names: [String] = ["", "other"]
    // A name that happens to be `other` must not make a second series of that name.
    var ids: [String: UInt32] = ["other": Symbol.other.id]
    var folded: UInt64 = 0
  }

  public let capacity: Int
  public let longest: Int
  private let entries = Mutex(Entries())

  public init(capacity: Int = 10_000, longest: Int = 200) {
    self.capacity = capacity
    self.longest = longest
  }

  /// The symbol of a name; ill-formed UTF-8 is repaired, an empty name is `Symbol.none`.
  public func intern(_ bytes: UnsafeRawBufferPointer) -> Symbol {
    if bytes.isEmpty { return .none }
    return intern(cut: String(decoding: bytes.prefix(longest), as: UTF8.self))
  }

  /// The symbol of a name; an empty name is `Symbol.none`.
  public func intern(_ name: String) -> Symbol {
    if name.isEmpty { return .none }
    return intern(cut: cut(name))
  }

  /// A name as the table would keep it, for comparing one that never went through it.
  public func cut(_ name: String) -> String {
    name.utf8.count <= longest ? name : String(decoding: name.utf8.prefix(longest), as: UTF8.self)
  }

  private func intern(cut name: String) -> Symbol {
    entries.withLock { entries in
      if let id = entries.ids[name] { return Symbol(id: id) }
      guard entries.ids.count - 1 < capacity else {
        entries.folded += 1
        return .other
      }
      let id = UInt32(entries.names.count)
      entries.names.append(name)
      entries.ids[name] = id
      return Symbol(id: id)
    }
  }

  /// The name of a symbol; nil for `Symbol.none`.
  public func name(of symbol: Symbol) -> String? {
    if symbol == .none { return nil }
    return entries.withLock { $0.names.indices.contains(Int(symbol.id)) ? $0.names[Int(symbol.id)] : nil }
  }

  /// How many look-ups were folded into `other` because the table was full.
  public var folded: UInt64 { entries.withLock { $0.folded } }
}

/// The tables of one service: a flood of names in one dimension leaves the others alone.
public struct Symbols: Sendable {
  public let routes = SymbolTable()
  public let providers = SymbolTable(capacity: 1_000)
  public let models = SymbolTable()
  public let errors = SymbolTable(capacity: 1_000)

  public init() {}
}
