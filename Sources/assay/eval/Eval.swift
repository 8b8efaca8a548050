internal import ArgumentParser
internal import Logging
internal import ServiceConfig

struct Eval: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Judges recorded answers, for builds: what fails, and what has become worse?",
    discussion: """
      DATA.jsonl holds one JSON object a line: {"id", "input", "output", "context", "reference", "wrong_reference", \
      "schema"}; only "output" is needed, other keys are ignored. "input" is a text or a list of messages, \
      "context" and the references are a text or a list of texts. A line may have 16 MiB.

      Exit status: 0 nothing fails, 1 something does, 2 wrong usage, or lines that are no such rows (the others are \
      judged).
      """)

  @OptionGroup var choice: EvaluatorChoice

  @Argument(help: "The rows; - is standard input.")
  var data: String

  @Flag(help: "One JSON object for each row and evaluator on standard output, in the rows' order, and nothing else.")
  var json = false

  @Option(help: ArgumentHelp("Also a report in JUnit's XML, for build servers.", valueName: "file"))
  var junit: String?

  @Option(
    help: ArgumentHelp(
      "What --json said of an earlier run: only what passed there and does not any more makes the status 1.",
      valueName: "file"))
  var baseline: String?

  @Option(
    help: ArgumentHelp(
      "The share of each evaluator's verdicts that may fail, as 5% or 0.05, before the status is 1.",
      valueName: "share"))
  var maxFailRatio: Share?

  func validate() throws { try choice.check() }

  func run() async throws {
    Interruption.watch()
    let evaluators = try choice.evaluators(logger: Logger(label: "assay") { _ in SwiftLogNoOpLogHandler() })
    let input: LineFile
    let report: EvalReport
    do throws(EvalFailure) {
      input = try LineFile(path: data)
      report = try EvalReport(
        EvalReport.Options(
          data: input.name, size: input.size, evaluators: evaluators.map(\.name), isJSON: json, junit: junit,
          baseline: baseline, mostFailures: maxFailRatio?.value))
    } catch {
      printError(error.description)
      throw ExitCode(2)
    }
    let code = report.finish(await EvalRun(evaluators: evaluators, input: input, report: report).run())
    if code != 0 { throw ExitCode(code) }
  }
}

/// `5%`, or a number from 0 to 1.
struct Share: ExpressibleByArgument {
  let value: Double

  init?(argument: String) {
    let isPercent = argument.hasSuffix("%")
    guard let number = Double(isPercent ? String(argument.dropLast()) : argument) else { return nil }
    value = isPercent ? number / 100 : number
    guard (0...1).contains(value) else { return nil }
  }
}
