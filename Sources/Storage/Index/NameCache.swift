internal import CallModel

/// The UTF-8 bytes of symbols, at addresses that stay: what statements bind without a copy.
///
/// Symbols never change their name, and their tables are bounded, so it needs no eviction.
final class NameCache {
  private let table: SymbolTable
  private var names: [UnsafeRawBufferPointer?] = []

  init(_ table: SymbolTable) { self.table = table }

  deinit { for name in names { name?.deallocate() } }

  /// Empty for `Symbol.none`.
  func bytes(of symbol: Symbol) -> UnsafeRawBufferPointer {
    let id = Int(symbol.id)
    if id < names.count, let known = names[id] { return known }
    guard let name = table.name(of: symbol) else { return UnsafeRawBufferPointer(start: nil, count: 0) }
    let copy = UnsafeMutableRawBufferPointer.allocate(byteCount: name.utf8.count, alignment: 1)
    copy.copyBytes(from: name.utf8)
    if id >= names.count { names += Array(repeating: nil, count: id + 1 - names.count) }
    names[id] = UnsafeRawBufferPointer(copy)
    return UnsafeRawBufferPointer(copy)
  }
}
