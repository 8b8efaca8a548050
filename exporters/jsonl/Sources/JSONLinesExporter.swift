internal import CallModel
internal import JSON
internal import PluginKit

/// Writes each batch's lines in one append.
struct JSONLinesExporter: PushExporter {
  let file: RotatingFile
  let wants: Set<ExportItem.Kind>
  let explanations: Bool
  let host: any Host

  func export(_ items: [ExportItem]) async throws(ExportError) {
    var lines: [UInt8] = []
    for item in items where wants.contains(item.kind) {
      switch item {
      case .verdicts(let answers):
        for answer in answers { append(line(answer), to: &lines) }
      case .alert(let change): append(line(change), to: &lines)
      case .snapshot(let snapshot):
        for family in snapshot.families {
          for point in family.points { append(line(point, of: family, at: snapshot.at), to: &lines) }
        }
      }
    }
    if lines.isEmpty { return }
    do {
      try await host.append(lines, to: file)
    } catch {
      throw .unanswered(error)
    }
  }

  private func append(_ line: JSONObject, to lines: inout [UInt8]) {
    JSON.object(line).write(into: &lines)
    lines.append(UInt8(ascii: "\n"))
  }
}
