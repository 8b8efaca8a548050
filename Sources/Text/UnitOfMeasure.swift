/// A unit with its size in the base unit of its kind: 1 km is 1000 m.
package struct UnitOfMeasure: Hashable, Sendable {
  /// The symbol of the base unit; equal for units that can be compared.
  package let base: String
  let size: DecimalNumber

  /// By any of its names in lower case; singular, plural and symbol.
  static func named(_ name: String) -> UnitOfMeasure? { all[name] }

  /// The codes of ISO 4217 among the names, in lower case; a code may stand before its number.
  static let currencyCodes: Set<String> = ["usd", "eur", "gbp", "jpy", "chf", "inr"]
}

private let all: [String: UnitOfMeasure] = {
  var units: [String: UnitOfMeasure] = [:]
  for (base, names, digits, exponent) in table {
    guard let size = DecimalNumber(digits: digits, exponent: exponent) else { continue }
    for name in names.split(separator: " ") { units[String(name)] = UnitOfMeasure(base: base, size: size) }
  }
  return units
}()

/// The exact sizes as digits and a power of ten: of the SI, and of the international yard and pound.
/// Kilobytes are SI's; `kib` and the like are those of 1024. A `$` is taken for a US dollar, a
/// pound for a weight. What is a common word (`in`) or two units by its case (`mw`) is left out.
private let table: [(String, String, Int64, Int)] = [
  ("m", "nm nanometre nanometres nanometer nanometers", 1, -9),
  ("m", "μm micrometre micrometres micrometer micrometers", 1, -6),
  ("m", "mm millimetre millimetres millimeter millimeters", 1, -3),
  ("m", "cm centimetre centimetres centimeter centimeters", 1, -2),
  ("m", "m metre metres meter meters", 1, 0),
  ("m", "km kilometre kilometres kilometer kilometers", 1, 3),
  ("m", "inch inches", 254, -4), ("m", "ft foot feet", 3048, -4), ("m", "yd yard yards", 9144, -4),
  ("m", "mi mile miles", 1_609_344, -3),
  ("g", "mg milligram milligrams", 1, -3), ("g", "g gram grams", 1, 0), ("g", "kg kilogram kilograms kilo kilos", 1, 3),
  ("g", "t tonne tonnes", 1, 6), ("g", "oz ounce ounces", 28_349_523_125, -9),
  ("g", "lb lbs pound pounds", 45_359_237, -5),
  ("s", "ns nanosecond nanoseconds", 1, -9), ("s", "μs microsecond microseconds", 1, -6),
  ("s", "ms millisecond milliseconds", 1, -3), ("s", "s sec secs second seconds", 1, 0),
  ("s", "min mins minute minutes", 60, 0), ("s", "h hr hrs hour hours", 3_600, 0), ("s", "d day days", 86_400, 0),
  ("s", "week weeks", 604_800, 0), ("month", "month months", 1, 0), ("month", "year years", 12, 0),
  ("l", "ml millilitre millilitres milliliter milliliters", 1, -3), ("l", "cl centilitre centilitres", 1, -2),
  ("l", "l litre litres liter liters", 1, 0),
  ("B", "b byte bytes", 1, 0), ("B", "kb kilobyte kilobytes", 1, 3), ("B", "mb megabyte megabytes", 1, 6),
  ("B", "gb gigabyte gigabytes", 1, 9), ("B", "tb terabyte terabytes", 1, 12), ("B", "kib", 1_024, 0),
  ("B", "mib", 1_048_576, 0), ("B", "gib", 1_073_741_824, 0), ("B", "tib", 1_099_511_627_776, 0),
  ("W", "w watt watts", 1, 0), ("W", "kw kilowatt kilowatts", 1, 3), ("W", "megawatt megawatts", 1, 6),
  ("%", "% percent pct", 1, 0), ("°C", "°c celsius", 1, 0), ("°F", "°f fahrenheit", 1, 0),
  ("°", "° degree degrees", 1, 0),
  ("USD", "$ usd dollar dollars", 1, 0), ("EUR", "€ eur euro euros", 1, 0),
  ("GBP", "£ gbp", 1, 0), ("JPY", "¥ jpy yen", 1, 0), ("CHF", "chf", 1, 0), ("INR", "₹ inr rupee rupees", 1, 0),
]
