/// Digits in groups, with one separator of one kind between every two: `4111 1111`, `01.23.45`.
struct DigitGroups {
  enum Separator: UInt8 {
    case none, space, hyphen, dot, slash
  }

  /// The kind; none if there is but one group.
  private(set) var separator = Separator.none
  private(set) var count = 0
  /// Where the last group ends.
  private(set) var end: Int
  let start: Int
  private var starts = InlineArray<6, Int>(repeating: 0)
  private var lengths = InlineArray<6, Int>(repeating: 0)
  /// Whether there is a group more than is read here.
  private(set) var goesOn = false
  private let bytes: UnsafeMutableBufferPointer<UInt8>

  static let most = 6

  /// At least one digit stands at `start`.
  init(_ bytes: UnsafeMutableBufferPointer<UInt8>, from start: Int) {
    self.bytes = bytes
    self.start = start
    end = start
    var place = start
    while true {
      var after = place
      while after < bytes.count, isDigit(bytes[after]) { after += 1 }
      starts[count] = place
      lengths[count] = after - place
      count += 1
      end = after
      let (kind, length) = separatorAt(bytes, after)
      guard kind != .none, after + length < bytes.count, isDigit(bytes[after + length]) else { return }
      guard separator == .none || kind == separator else { return }
      guard count < Self.most else {
        goesOn = true
        return
      }
      separator = kind
      place = after + length
    }
  }

  /// How many digits a group has; 0 if there is no such group.
  func length(_ group: Int) -> Int { group < count ? lengths[group] : 0 }

  /// Where a group ends.
  func end(of group: Int) -> Int { group < count ? starts[group] + lengths[group] : end }

  /// A digit by its place in a group.
  func digit(_ group: Int, _ place: Int) -> UInt8 {
    group < count && place < lengths[group] ? bytes[starts[group] + place] &- 0x30 : 0xFF
  }

  /// The digits of all groups together.
  var total: Int { (0..<count).reduce(0) { $0 + lengths[$1] } }

  /// Whether the first groups have these lengths.
  func begins(_ wanted: Int...) -> Bool {
    wanted.count <= count && wanted.indices.allSatisfy { lengths[$0] == wanted[$0] }
  }
}

/// What separates groups of digits at a place, and its length in bytes: a space, which may be
/// one that does not break, a hyphen, which may be a longer dash, a dot or a slash.
func separatorAt(
  _ bytes: UnsafeMutableBufferPointer<UInt8>, _ place: Int
) -> (kind: DigitGroups.Separator, length: Int) {
  guard place < bytes.count else { return (.none, 0) }
  switch bytes[place] {
  case UInt8(ascii: " "): return (.space, 1)
  case UInt8(ascii: "-"): return (.hyphen, 1)
  case UInt8(ascii: "."): return (.dot, 1)
  case UInt8(ascii: "/"): return (.slash, 1)
  case 0xC2 where place + 1 < bytes.count && bytes[place + 1] == 0xA0: return (.space, 2)
  case 0xE2 where place + 2 < bytes.count && bytes[place + 1] == 0x80:
    switch bytes[place + 2] {
    case 0x90...0x93: return (.hyphen, 3)
    case 0x89, 0xAF: return (.space, 3)
    default: return (.none, 0)
    }
  default: return (.none, 0)
  }
}
