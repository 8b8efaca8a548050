/// Whether a plugin that hangs slows ingest: the same program, once answering at once and once never,
/// each of two rounds in turn, with a tenth of the calls put to it.
struct HangingPluginBenchmark {
  private static func configuration(_ answer: String) -> String {
    """
    sampling: { default: 10% }
    evaluators:
      program:
        plugin: process
        timeout: 1s
        command:
          - python3
          - -uc
          - |
            import json, sys
            for line in sys.stdin:
                message = json.loads(line)
                if "hello" in message:
                    print(json.dumps({"ready": {"protocol": 1, "name": "program", "version": "1"}}))
                elif "call" in message:
                    \(answer)
    """
  }

  func run() {
    let answers = [
      ("answers", #"print(json.dumps({"id": message["id"], "verdict": "pass"}))"#),
      ("hangs", "import time; time.sleep(3600)"),
    ]
    var port: UInt16 = 14_330
    for _ in 0..<2 {
      for (name, answer) in answers {
        var benchmark = IngestBenchmark(
          name: "plugin that \(name)", configuration: Self.configuration(answer), port: port)
        benchmark.seconds = 20
        benchmark.run()
        port += 1
      }
    }
  }
}
