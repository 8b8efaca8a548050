import Foundation
import Logging
import PluginKit
import Testing

@testable import Service

@Suite final class FileAppenderTests {
  private let folder = FileManager.default.temporaryDirectory.appending(path: "assay-files-\(UUID())")

  init() throws { try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true) }
  deinit { try? FileManager.default.removeItem(at: folder) }

  private var path: String { folder.appending(path: "out.jsonl").path }
  private func text(_ suffix: String = "") -> String? { try? String(contentsOfFile: path + suffix, encoding: .utf8) }
  private func file(_ maxSize: Int64 = 1_000, keep: Int = 2) -> RotatingFile {
    RotatingFile(path: path, maxSize: maxSize, keep: keep, sync: true)
  }

  @Test func batchesFollowEachOther() throws {
    let appender = FileAppender(path)
    for line in ["one\n", "", "two\n"] { try appender.append(Array(line.utf8), to: file()) }
    #expect(text() == "one\ntwo\n")
    try FileAppender(path).append(Array("three\n".utf8), to: file())
    #expect(text() == "one\ntwo\nthree\n")
  }

  @Test func filesArePutAsideAtTheirSizeAndTheEldestGo() throws {
    let appender = FileAppender(path)
    for number in 1...9 { try appender.append(Array("line \(number)\n".utf8), to: file(14)) }
    #expect(text() == "line 9\n")
    #expect(text(".1") == "line 7\nline 8\n")
    #expect(text(".2") == "line 5\nline 6\n")
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).count == 3)
  }

  @Test func aBatchIsNeverCut() throws {
    let appender = FileAppender(path)
    try appender.append(Array("a\n".utf8), to: file(4))
    try appender.append(Array("much longer\n".utf8), to: file(4))
    #expect(text() == "much longer\n")
    #expect(text(".1") == "a\n")
  }

  @Test func aLineThatACrashCutOffIsEnded() throws {
    try "whole\nhal".write(toFile: path, atomically: false, encoding: .utf8)
    try FileAppender(path).append(Array("new\n".utf8), to: file())
    #expect(text() == "whole\nhal\nnew\n")
  }

  @Test func aFileThatWasMovedAwayIsMadeAnew() throws {
    let appender = FileAppender(path)
    try appender.append(Array("a\n".utf8), to: file())
    try FileManager.default.moveItem(atPath: path, toPath: path + ".moved")
    try appender.append(Array("b\n".utf8), to: file())
    #expect(text() == "b\n")
    #expect(text(".moved") == "a\n")
  }

  @Test func aMissingFolderIsAnErrorThatMayPass() {
    let away = RotatingFile(path: folder.path + "/none/out.jsonl")
    let error = #expect(throws: HostError.self) { try FileAppender(away.path).append([65, 10], to: away) }
    #expect(error?.isTransient == true)
    #expect(error?.description.hasSuffix("No such file or directory") == true)
  }

  @Test func onlyFilesAreWritten() throws {
    try #require(FileManager.default.fileExists(atPath: "/dev/full"))
    let error = #expect(throws: HostError.self) {
      try FileAppender("/dev/full").append([65, 10], to: RotatingFile(path: "/dev/full"))
    }
    #expect(error?.description == "/dev/full: not a file")
  }

  @Test func theHostAppendsOnAThreadOfItsOwn() async throws {
    let host = ServiceHost(logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
    for number in 1...20 { try await host.append(Array("\(number)\n".utf8), to: file()) }
    let expected = (1...20).map { "\($0)\n" }.joined()
    #expect(text() == expected)
  }
}
