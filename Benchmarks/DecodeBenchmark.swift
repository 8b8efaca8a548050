import CallModel
import Ingest

/// Decoding alone, on one core: bytes of a request to call records.
struct DecodeBenchmark {
  func run() {
    let batch = SampleBatch(spans: 100)
    var decoder = TraceDecoder(symbols: Symbols())
    var best = 0.0
    for _ in 0..<5 {
      let began = processorTime()
      var spans = 0
      batch.bytes.withUnsafeBytes { bytes in
        for _ in 0..<5_000 { spans += (try? decoder.decode(bytes, arrival: 0).calls.count) ?? 0 }
      }
      best = max(best, Double(spans) * 1e9 / Double(processorTime() - began))
    }
    print("decode: \(Int(best)) spans of \(batch.bytes.count / 100) bytes a second of one core's time")
  }
}
