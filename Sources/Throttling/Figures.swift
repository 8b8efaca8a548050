internal import CallModel

/// A share as people read it: `38.2 %`, `25 %`.
func percent(_ share: Double) -> String { decimal(share * 100, places: 1) + " %" }

/// An amount of money as people read it: `$12.5`, `$0.0042`.
func dollars(_ amount: Double) -> String { "$" + decimal(amount, places: amount.magnitude < 1 ? 4 : 2) }

/// A length of time in the unit that fits: `15 s`, `1.5 min`.
func spell(_ time: Nanoseconds) -> String {
  let seconds = time.inSeconds
  if seconds < 120 { return decimal(seconds, places: 1) + " s" }
  return seconds < 7_200 ? decimal(seconds / 60, places: 1) + " min" : decimal(seconds / 3_600, places: 1) + " h"
}

/// A number with at most so many decimals, without trailing zeros.
func decimal(_ value: Double, places: Int) -> String {
  guard value.isFinite, value.magnitude < 1e12 else { return "\(value)" }
  var scale = 1
  for _ in 0..<places { scale *= 10 }
  let units = Int((value.magnitude * Double(scale)).rounded())
  var fraction = String(units % scale + scale).dropFirst()
  while fraction.last == "0" { fraction.removeLast() }
  let sign = value < 0 && units > 0 ? "−" : ""
  return sign + String(units / scale) + (fraction.isEmpty ? "" : "." + fraction)
}
