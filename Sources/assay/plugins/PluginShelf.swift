internal import FoundationEssentials
internal import Glibc
internal import PluginKit
internal import ServiceConfig

/// The folders on the disk in which plugins are looked for.
struct PluginShelf {
  let searchPath: [String]

  /// The most folders that are looked into, and the most files of each whose changes are noticed.
  private static let mostFolders = 1_000
  private static let mostFiles = 10_000

  /// Each folder that has a plugin.json, by name within its place in the search path.
  ///
  /// A place that does not exist holds none.
  func folders(_ host: any Host) -> [PluginFolder] {
    searchPath.flatMap { place in
      names(in: place).prefix(Self.mostFolders).compactMap { name in
        let path = "\(place)/\(name)"
        guard FileManager.default.fileExists(atPath: "\(path)/plugin.json") else { return nil }
        let manifest = Result { () throws(HostError) in try host.readFile("\(path)/plugin.json") }
        return PluginFolder(
          path: path, name: name, manifest: manifest, files: Set(names(in: path)), revision: revision(of: path))
      }
    }
  }

  private func names(in folder: String) -> [String] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return names.filter { !$0.hasPrefix(".") }.sorted()
  }

  /// Sizes and times of all files below a folder; what Python caches beside them is left out, since a
  /// plugin's own start writes it.
  private func revision(of folder: String) -> String {
    var hasher = Hasher()
    var left = Self.mostFiles
    var open = [folder]
    while let next = open.popLast() {
      for name in names(in: next) where name != "__pycache__" {
        guard left > 0 else { return "\(hasher.finalize())" }
        left -= 1
        let path = "\(next)/\(name)"
        var status = stat()
        guard lstat(path, &status) == 0 else { continue }
        hasher.combine(path)
        guard status.st_mode & S_IFMT != S_IFDIR else {
          open.append(path)
          continue
        }
        // A link counts as what it leads to.
        _ = stat(path, &status)
        hasher.combine(status.st_size)
        hasher.combine(status.st_mtim.tv_sec)
        hasher.combine(status.st_mtim.tv_nsec)
      }
    }
    return "\(hasher.finalize())"
  }
}
