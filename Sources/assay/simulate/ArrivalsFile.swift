internal import ServiceConfig

/// The times of arrival in a file of CSV.
func readArrivals(_ path: String) -> Result<[Int64], ArrivalsError> {
  guard let lines = LineReader(path: path, longest: 1 << 16) else {
    return .failure(ArrivalsError("\(path) cannot be read"))
  }
  var isTooLong = false
  let times = arrivals {
    guard let line = lines.next() else { return nil }
    guard let bytes = line else {
      isTooLong = true
      return nil
    }
    return String(decoding: bytes, as: UTF8.self)
  }
  return isTooLong ? .failure(ArrivalsError("\(path) has a line longer than 64 KiB")) : times
}
