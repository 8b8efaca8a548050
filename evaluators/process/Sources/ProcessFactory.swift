public import PluginKit
internal import PluginProtocol

/// Makes the evaluator that `plugin: process` names: a program of any language, by protocol 1.
public struct ProcessFactory: EvaluatorFactory {
  public static let id = "process"

  public static func make(_ settings: inout Settings, host: any Host) throws(SettingsError) -> any Evaluator {
    var read = try ProgramSettings(&settings)
    read.addRevision(ofFilesIn: read.program.command, host)
    return ProcessEvaluator(read, host: host)
  }

  /// Makes an evaluator of a plugin in a folder of its own, whose manifest says what to run.
  ///
  /// - Parameter revision: changes whenever the folder does.
  package static func make(
    _ settings: inout Settings, command: [String], folder: String, revision: String, host: any Host
  ) throws(SettingsError) -> any Evaluator {
    var read = try ProgramSettings(&settings, command: command, folder: folder)
    read.written += revision
    return ProcessEvaluator(read, host: host)
  }
}
