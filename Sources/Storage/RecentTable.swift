/// The open table of a `RecentSet`: linear probing, deletion without marks.
struct RecentTable: Sendable {
  static let epochs: UInt64 = 15
  private static let epochMask: UInt64 = 15

  /// The hash in the high bits, its epoch (from 1) in the low four; zero is an empty place.
  private(set) var places: [UInt64] = []
  private(set) var count = 0
  /// The place up to which the expired epoch has been swept out.
  var swept = 0
  /// Means nothing; without it the loads of `touch` would be optimised away.
  private var touched: UInt64 = 0

  /// False if the value is there. The table must not be full.
  mutating func insert(_ value: UInt64, epoch: UInt64, expired: UInt64) -> Bool {
    let key = value & ~Self.epochMask
    let isNew = places.withUnsafeMutableBufferPointer { places in
      var place = Self.home(of: key, in: places.count)
      while places[place] != 0 {
        if places[place] & ~Self.epochMask == key {
          if places[place] & Self.epochMask != expired { return false }
          // On its way out, and here again: as good as new.
          Self.remove(at: place, from: places)
          count -= 1
          place = Self.home(of: key, in: places.count)
          continue
        }
        place = Self.next(place, in: places.count)
      }
      places[place] = key | epoch
      return true
    }
    if isNew { count += 1 }
    return isNew
  }

  func contains(_ value: UInt64, expired: UInt64) -> Bool {
    if places.isEmpty { return false }
    let key = value & ~Self.epochMask
    var place = Self.home(of: key, in: places.count)
    while places[place] != 0 {
      if places[place] & ~Self.epochMask == key { return places[place] & Self.epochMask != expired }
      place = Self.next(place, in: places.count)
    }
    return false
  }

  mutating func sweep(upTo goal: Int, expired: UInt64) {
    if swept >= goal { return }
    places.withUnsafeMutableBufferPointer { places in
      while swept < goal {
        if places[swept] & Self.epochMask == expired {
          // What moves into the emptied place is looked at in its turn.
          Self.remove(at: swept, from: places)
          count -= 1
        } else {
          swept += 1
        }
      }
    }
  }

  /// Moves to a larger table; the expired values do not come along.
  mutating func grow(to size: Int, expired: UInt64) {
    let old = places
    places = [UInt64](repeating: 0, count: size)
    count = 0
    places.withUnsafeMutableBufferPointer { places in
      for value in old where value != 0 && value & Self.epochMask != expired {
        var place = Self.home(of: value & ~Self.epochMask, in: size)
        while places[place] != 0 { place = Self.next(place, in: size) }
        places[place] = value
        count += 1
      }
    }
    swept = size
  }

  /// Brings the places of values into the processor's caches, many at a time: what costs in a
  /// large table is the wait for memory, and waits overlap where nothing depends on them.
  mutating func touch(_ values: [UInt64]) {
    guard !places.isEmpty else { return }
    for value in values { touched &+= places[Self.home(of: value & ~Self.epochMask, in: places.count)] }
  }

  private static func home(of key: UInt64, in size: Int) -> Int {
    // Multiplying a second time maps the hash evenly onto a table of any size.
    let mixed = key &* 0x9e37_79b9_7f4a_7c15
    return Int(truncatingIfNeeded: mixed.multipliedFullWidth(by: UInt64(size)).high)
  }

  private static func next(_ place: Int, in size: Int) -> Int { place + 1 == size ? 0 : place + 1 }

  /// Empties a place and closes the gap, so that no search ends early (Knuth, TAOCP 6.4, R).
  private static func remove(at start: Int, from places: UnsafeMutableBufferPointer<UInt64>) {
    let size = places.count
    var hole = start
    var place = next(start, in: size)
    while places[place] != 0 {
      let home = home(of: places[place] & ~epochMask, in: size)
      // It may move back unless its home lies cyclically after the hole.
      let fromHome = place >= home ? place - home : place + size - home
      let fromHole = place >= hole ? place - hole : place + size - hole
      if fromHome >= fromHole {
        places[hole] = places[place]
        hole = place
      }
      place = next(place, in: size)
    }
    places[hole] = 0
  }
}
