/// Measures a release build: `assay-bench [decode] [scrape] [reaction] [ingest] [judging] [transports] [json-schema]
/// [regex] [rouge-l] [loop] [hanging-plugin]`, all without arguments.
@main
struct AssayBench {
  static func main() throws {
    let wanted = CommandLine.arguments.dropFirst()
    func isWanted(_ name: String) -> Bool { wanted.isEmpty || wanted.contains(name) }
    if isWanted("decode") { DecodeBenchmark().run() }
    if isWanted("scrape") { try ScrapeBenchmark().run() }
    if isWanted("reaction") { ReactionBenchmark().run() }
    if isWanted("ingest") { IngestBenchmark(name: "ingest", configuration: "", port: 14_318).run() }
    if isWanted("judging") {
      IngestBenchmark(name: "judging", configuration: IngestBenchmark.judging, port: 14_319).run()
    }
    if isWanted("json-schema") { JSONSchemaBenchmark().run() }
    if isWanted("regex") { try RegexBenchmark().run() }
    if isWanted("rouge-l") { RougeBenchmark().run() }
    if isWanted("loop") { LoopBenchmark().run() }
    if isWanted("hanging-plugin") { HangingPluginBenchmark().run() }
    if isWanted("transports") { TransportBenchmark(port: 14_320).run() }
  }
}
